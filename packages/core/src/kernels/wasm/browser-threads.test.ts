import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { bundleForBrowser, describeInBrowser, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import { alignedOnHost, calibratedOnHost, drawKernelCase } from '../fixtures/kernel-case.js';
import { pageEntry, runOnPage } from '../fixtures/run-on-page.js';
import type { WasmBackend } from './wasm-heap.js';

/** What the entry leaves on the page. */
declare const tf: typeof TensorFlow;

const threaded = 'tfjs-backend-wasm-threaded-simd.wasm';

async function files(): Promise<Map<string, string | Buffer>> {
  const folder = join(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'), '..');
  return new Map<string, string | Buffer>([
    ...(await bundleForBrowser(pageEntry, import.meta.dirname)),
    [threaded, await readFile(join(folder, threaded))],
  ]);
}

describeInBrowser(
  'the kernels on a wasm heap that threads share',
  files,
  (page) => {
    it('agree with float64, when it has grown too', async () => {
      const drawn = drawKernelCase({ rows: 37, classes: 131, featureSize: 65, ignoreEvery: 8 });
      const { gradient, sums } = alignedOnHost(drawn);
      for (const megabytes of [64, 1]) {
        const { calibrated, aligned } = await runOnPage(page(), { name: 'wasm', options: { wasmPaths: '/' } }, drawn);
        expectClose(calibrated, calibratedOnHost(drawn), { relativeToLargest: 5e-6 });
        expectClose(aligned, [...gradient, ...sums], { relativeToLargest: 5e-6 });
        // The heap begins with 16 MB.
        await page().evaluate((size) => void tf.ones([size]), megabytes * 2 ** 18);
      }
      const isShared = () =>
        (tf.backend() as TensorFlow.KernelBackend & WasmBackend).wasm.wasmMemory?.buffer instanceof SharedArrayBuffer;
      expect(await page().evaluate(isShared)).toBe(true);
    });
  },
  { crossOriginIsolated: true },
);
