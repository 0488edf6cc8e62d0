import { defineConfig } from 'vitest/config';

const conditions = ['@disalign/source'];

/** What the tests of every package share: our packages are read as source, by the export condition `@disalign/source`. */
export const sharedConfig = defineConfig({
  resolve: { conditions: [...conditions, 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: [...conditions, 'node', 'import', 'default'] } },
  test: { include: ['src/**/*.test.ts'], passWithNoTests: false, testTimeout: 60_000, maxWorkers: 2 },
});
