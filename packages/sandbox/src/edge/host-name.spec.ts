import type { IncomingMessage } from 'node:http';
import { nameOf, portOf, targetOf } from './host-name';

const request = (url: string, headers: Record<string, string>): IncomingMessage =>
  ({ url, headers }) as unknown as IncomingMessage;

test.each([
  ['api.example', 'api.example', undefined],
  ['API.Example.:443', 'api.example', 443],
  ['api.example:', 'api.example', undefined],
  ['user:secret@api.example:80', 'api.example', 80],
])('%s is the name %s on port %s', (authority, name, port) => {
  expect([nameOf(authority), portOf(authority)]).toEqual([name, port]);
});

test('a proxy request names its target in its first line, whatever Host says', () => {
  const target = targetOf(request('http://api.example:80/users/?a=1', { host: 'other.example' }));
  expect(target).toEqual({ name: 'api.example', authority: 'api.example:80', path: '/users/?a=1' });
});

test.each([
  ['http://api.example', '/'],
  ['http://api.example?a=1', '/?a=1'],
])('the path of %s is %s', (url, path) => {
  expect(targetOf(request(url, {})).path).toBe(path);
});

test('HTTP/2 names it in :authority, HTTP/1.1 in Host', () => {
  expect(targetOf(request('/x', { ':authority': 'two.example' })).name).toBe('two.example');
  expect(targetOf(request('/x', { host: 'one.example:80' })).name).toBe('one.example');
  expect(targetOf(request('/x', {})).name).toBe('');
});
