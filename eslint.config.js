import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import fastGlob from 'fast-glob';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import typescript from 'typescript-eslint';

const root = import.meta.dirname;
const tests = ['**/*.test.ts', '**/*.bench.ts'];
const configs = ['**/*.config.ts', 'eslint.config.js'];

/** Which layer may import which: benchmarks, cli and tools -> tasks -> core. Test helpers import none of ours. */
const layers = [
  { sourceTag: 'layer:test-support', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:test-support'] },
  { sourceTag: 'layer:task', onlyDependOnLibsWithTags: ['layer:core', 'layer:test-support'] },
  { sourceTag: 'layer:cli', onlyDependOnLibsWithTags: ['layer:task', 'layer:core', 'layer:test-support'] },
  { sourceTag: 'layer:benchmarks', onlyDependOnLibsWithTags: ['layer:task', 'layer:core', 'layer:test-support'] },
  {
    sourceTag: 'layer:tools',
    onlyDependOnLibsWithTags: ['layer:cli', 'layer:task', 'layer:core', 'layer:test-support'],
  },
];

const ownDoor = {
  regex: String.raw`^(\./index|(\.\./)+(index|node))\.js$`,
  message: 'Inside a package import the file, not the door of the package.',
};

const testSupport = {
  regex: '^@disalign/test-support',
  message: 'Only tests import the test helpers.',
};

/** Each package is linted against the one project that holds its sources and its tests. */
const typedPackages = fastGlob
  .sync('{packages/*,benchmarks,tools}/tsconfig.test.json', { cwd: root })
  .map((project) => ({
    files: [project.replace('tsconfig.test.json', '**/*.ts')],
    languageOptions: { parserOptions: { project: [project], tsconfigRootDir: root } },
  }));

export default typescript.config(
  // AssemblyScript looks like TypeScript and is not: its compiler checks it.
  {
    ignores: ['**/dist/**', '**/coverage/**', '**/.cache/**', '**/.nx/**', 'docs/api/**', 'packages/core/assembly/**'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  { files: ['**/*.ts'], extends: [typescript.configs.strictTypeChecked] },
  ...typedPackages,
  {
    plugins: { '@nx': nx, 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createNodeResolver({
          extensionAlias: { '.js': ['.ts', '.js'] },
          conditionNames: ['@disalign/source', 'node', 'import', 'default'],
        }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: layers }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'import-x/export': 'error',
      'no-restricted-imports': ['error', { patterns: [ownDoor] }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword.typeAnnotation',
          message: 'Do not cast through unknown: check the value, or give it its type where it is made.',
        },
        { selector: 'ExportAllDeclaration', message: 'Spell out the exported names.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // Texts are taken apart by code points, never by what a reader sees as one character.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An index past the end is undefined, though its type does not say so: checks against it are needed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // An async function without await still turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts', '{benchmarks,tools}/src/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', { patterns: [ownDoor, testSupport] }] },
  },
  {
    // A library speaks through what it returns and throws; stdout belongs to its user.
    files: ['packages/{cli,core,classification,detection,onnx,report,segmentation}/src/**/*.ts'],
    rules: { 'no-console': ['error', { allow: ['warn'] }] },
  },
  {
    files: tests,
    rules: {
      // A suite is one long function of short tests.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: configs,
    rules: { 'import-x/no-default-export': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
);
