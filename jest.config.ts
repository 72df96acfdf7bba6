import type { Config } from 'jest';

// Three kinds of tests: `unit` touches no network and starts nothing long-lived, `integration` uses real parts (git, child processes, the
// embedded servers), `e2e` drives the real nx binary in a sandbox. tools/test.mjs runs them in turn.
const swc = {
  jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
  module: { type: 'commonjs', ignoreDynamic: true },
};

const shared: Config = {
  rootDir: '.',
  testEnvironment: 'node',
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc] },
  moduleNameMapper: { '^nx-convoy$': '<rootDir>/packages/nx-convoy/src/index.ts' },
  modulePathIgnorePatterns: [
    '<rootDir>/packages/sandbox/sample-repos',
    '<rootDir>/.convoy',
    '<rootDir>/packages/.*/dist',
  ],
};

const config: Config = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/packages/*/src/**/*.spec.ts',
        '<rootDir>/packages/*/tests/unit/**/*.spec.ts',
        '<rootDir>/tools/**/*.spec.ts',
        '<rootDir>/e2e/harness/**/*.spec.ts',
      ],
      testPathIgnorePatterns: ['\\.integration\\.spec\\.ts$', '/sample-repos/', '/node_modules/'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/packages/*/src/**/*.integration.spec.ts',
        '<rootDir>/packages/*/tests/contract/**/*.spec.ts',
        '<rootDir>/packages/*/tests/crash/**/*.spec.ts',
      ],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/e2e/**/*.e2e.ts'] },
  ],
};
export default config;
