import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Vitest hands these on to Node, where naming 'import' as well would make every require() load ES modules.
const conditions = ['@disalign/source', 'node'];

// WebGPU's tests run on the software adapter that comes with Chromium, whatever card the machine has. Vulkan reads these at its
// first use in a process, so they are set before any worker starts; the second keeps Mesa quiet where there is no desktop.
process.env.VK_ICD_FILENAMES ??= '/usr/lib/chromium/vk_swiftshader_icd.json';
process.env.NODEVICE_SELECT ??= '1';

/** What the tests of every package share: our packages are read as source, by the export condition `@disalign/source`. */
export const sharedConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: fileURLToPath(new URL('./packages/test-support/src/report-absent.ts', import.meta.url)),
    passWithNoTests: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
