import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@disalign/source', 'node', 'import', 'default'];

// WebGPU is tested on the software adapter that comes with Chromium: the same one on every machine, whatever card it has.
const softwareAdapter = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(softwareAdapter)) process.env.VK_ICD_FILENAMES ??= softwareAdapter;

/** What the tests of every package share: our packages are read as source, by the export condition `@disalign/source`. */
export const sharedConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: fileURLToPath(new URL('packages/test-support/src/report-absent.ts', import.meta.url)),
    passWithNoTests: false,
    testTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/test-report.json' },
    coverage: {
      reporter: ['text-summary', 'html'],
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/*.bench.ts', 'src/**/fixtures/**'],
    },
  },
});
