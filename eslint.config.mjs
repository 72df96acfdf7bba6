import tseslint from 'typescript-eslint';

const NO_CONSOLE =
  'Print through the Output port; only tools and command-line homes write to process.stdout.';
const processReads = [
  { object: 'process', property: 'env', message: 'Only world.ts (and the run hooks) read the environment.' },
  { object: 'process', property: 'cwd', message: 'The workspace root is a value that is passed in.' },
  { object: 'process', property: 'exit', message: 'Return an outcome; Nx and the command-line homes exit.' },
  { object: 'process', property: 'chdir', message: 'Folders are passed, never changed.' },
  { object: 'Date', property: 'now', message: 'Time comes from the Clock port.' },
];
const bans = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from the Clock port.',
  },
  {
    selector: "ThrowStatement > NewExpression[callee.name='Error']",
    message: 'Refusals come from model/errors.ts; bugs are TypeError or RangeError.',
  },
];

/** A folder of the plugin may import only from the folders named (see docs/architecture.md). */
const layer = (folder, forbidden) => ({
  files: [`packages/nx-convoy/src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden
          .map((name) => ({
            regex: `^(\\.\\./)+${name}(/|$)`,
            message: `${folder} must not import ${name}.`,
          }))
          .concat(
            folder === 'model' || folder === 'decide' || folder === 'flows'
              ? [
                  {
                    regex: '^(node:)?(fs|child_process|http|https|http2|net|os|process)(/|$)',
                    message: `${folder} does no I/O.`,
                  },
                  {
                    regex: '^(execa|simple-git|undici|cloudflare|@aws-sdk/.*)$',
                    message: 'Providers live in effects.',
                  },
                ]
              : [],
          ),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '.nx', '.convoy', 'packages/sandbox/sample-repos', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked.map((entry) => ({ ...entry, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': ['error', {}],
      'no-restricted-properties': ['error', ...processReads],
      'no-restricted-syntax': ['error', ...bans],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  layer('model', ['decide', 'flows', 'effects', 'executors', 'generators', 'world', 'plugin']),
  layer('decide', ['flows', 'effects', 'executors', 'generators', 'world', 'plugin']),
  layer('flows', ['effects/(?!ports)', 'executors', 'generators', 'plugin']),
  layer('effects', ['decide', 'flows', 'executors', 'generators', 'world', 'plugin']),
  {
    // The homes of the bans: the world reads the environment, the clock reads the time, command-line homes exit.
    files: [
      'packages/nx-convoy/src/world.ts',
      'packages/nx-convoy/src/plugin.ts',
      'packages/nx-convoy/src/effects/clock.ts',
      'packages/sandbox/src/**/*.ts',
      'tools/**',
      'e2e/**',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/tests/**/*.ts', 'e2e/**/*.ts', '**/*.config.ts'],
    rules: {
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
