import { defineConfig } from 'vitest/config';

const conditions = ['@disalign/source', 'node', 'import', 'default'];

/** What the tests of every package share: our packages are read as source, by the export condition `@disalign/source`. */
export const sharedConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    passWithNoTests: false,
    testTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/test-report.json' },
    coverage: { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts', 'src/**/*.bench.ts', 'src/**/fixtures/**'] },
  },
});
