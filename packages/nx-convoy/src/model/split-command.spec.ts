import { splitCommand } from './split-command';

test.each([
  ['npm ci', ['npm', 'ci']],
  [
    '  npx --no   serverless deploy\t--stage {stage} ',
    ['npx', '--no', 'serverless', 'deploy', '--stage', '{stage}'],
  ],
  ['./deploy.sh {environment}', ['./deploy.sh', '{environment}']],
  [`echo "a b" 'c "d"' e"f g"h`, ['echo', 'a b', 'c "d"', 'ef gh']],
  [
    String.raw`echo "a \"b\" \\ \n" 'c\d' e\f`,
    ['echo', String.raw`a "b" \ \n`, String.raw`c\d`, String.raw`e\f`],
  ],
  [`echo '' ""`, ['echo', '', '']],
  ['echo $HOME `id` | cat > x; rm -rf *', ['echo', '$HOME', '`id`', '|', 'cat', '>', 'x;', 'rm', '-rf', '*']],
])('%s', (text, words) => {
  expect(splitCommand(text)).toEqual({ type: 'words', words });
});

test.each(['', '   ', 'echo "a', "echo 'a"])('%p is no command', (text) => {
  expect(splitCommand(text)).toMatchObject({ type: 'trouble' });
});
