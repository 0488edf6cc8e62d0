import { fileURLToPath } from 'node:url';
import { defineConfig, defineProject, mergeConfig, type ViteUserConfig } from 'vitest/config';

// Vitest hands these on to Node, where naming 'import' as well would make every require() load ES modules.
const conditions = ['@disalign/source', 'node'];

// WebGPU's tests run on the software adapter that comes with Chromium, whatever card the machine has. Vulkan reads these at its
// first use in a process, so they are set before any worker starts; the second keeps Mesa quiet where there is no desktop.
process.env.VK_ICD_FILENAMES ??= '/usr/lib/chromium/vk_swiftshader_icd.json';
process.env.NODEVICE_SELECT ??= '1';

/** What every file of tests is run with: our packages are read as source, by the export condition `@disalign/source`. */
const files = defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 },
});

/** What a run of the tests of a package is. */
const run = defineConfig({
  test: {
    globalSetup: inTestSupport('report-absent.ts'),
    passWithNoTests: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/test-report.json' },
    coverage: {
      reporter: ['text-summary', 'html'],
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/*.bench.ts', 'src/**/fixtures/**'],
    },
  },
});

/** What the tests of every package share. */
export const sharedConfig = mergeConfig(files, run);

/**
 * Tests of which each worker loads the packages once, which takes seconds, and `isolated` files that each have a process of
 * their own: those that replace modules, start and stop backends or look at the memory of the process.
 */
export function mostlySharedConfig(isolated: string[]): ViteUserConfig {
  const shared = { name: 'shared', isolate: false, exclude: isolated, setupFiles: inTestSupport('begin-on-cpu.ts') };
  return mergeConfig(run, {
    test: {
      projects: [
        mergeConfig(files, { test: shared }),
        // After the shared ones: a worker ends, with what it loaded, where the next file is not for it.
        {
          ...files,
          test: { ...files.test, name: 'isolated', include: isolated, sequence: { groupOrder: 1 } },
        },
      ],
    },
  });
}

function inTestSupport(file: string): string {
  return fileURLToPath(new URL(`./packages/test-support/src/${file}`, import.meta.url));
}
