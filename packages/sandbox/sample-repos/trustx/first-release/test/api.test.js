import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApi } from '../src/api.js';

const answering = (status, body) => async () => ({ status, ok: status < 400, json: async () => body });

test('asks with the token and unwraps the answer', async () => {
  const asked = [];
  const api = createApi('https://api.example', async (...question) => {
    asked.push(question);
    return { status: 200, ok: true, json: async () => ({ users: [1] }) };
  });
  assert.deepEqual(await api.users('secret'), [1]);
  assert.deepEqual(asked, [['https://api.example/users/', { headers: { authorization: 'Bearer secret' } }]]);
});

test('asks for the flags without a token; what cannot be read switches nothing', async () => {
  const asked = [];
  const api = createApi('https://api.example', async (...question) => {
    asked.push(question);
    return { status: 200, ok: true, json: async () => ({ 'new-dashboard': 25 }) };
  });
  assert.deepEqual(await api.flags(), { 'new-dashboard': 25 });
  assert.deepEqual(asked, [['https://api.example/flags', { headers: {} }]]);
  assert.deepEqual(await createApi('', answering(404)).flags(), {});
  assert.deepEqual(await createApi('', () => Promise.reject(new TypeError('failed to fetch'))).flags(), {});
});

test('says what is wrong in words', async () => {
  await assert.rejects(createApi('', answering(401)).users('x'), /access token is not valid/);
  await assert.rejects(createApi('', answering(503)).integrations('x'), /\(503\)/);
  const away = () => Promise.reject(new TypeError('failed to fetch'));
  await assert.rejects(createApi('', away).users('x'), /cannot be reached/);
});
