import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { bundleForBrowser, describeInBrowser, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import type { availableBackends } from './backends/available-backends.js';
import type { startBackend } from './backends/start-backend.js';
import { goldens } from './fixtures/goldens.js';
import type { linearLogits } from './heads/linear-logits.js';
import type { classWeights } from './reweighting/class-weights.js';

const require = createRequire(import.meta.url);

const entry = `
  import * as tf from '@tensorflow/tfjs';
  import * as core from '@disalign/core';
  Object.assign(globalThis, { tf, core });
`;

/** What the entry leaves on the page. */
declare const tf: typeof TensorFlow;
declare const core: {
  availableBackends: typeof availableBackends;
  classWeights: typeof classWeights;
  linearLogits: typeof linearLogits;
  startBackend: typeof startBackend;
};

async function files(): Promise<Map<string, string | Buffer>> {
  const folder = join(require.resolve('@tensorflow/tfjs-backend-wasm'), '..');
  const names = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
  const read = async (name: string): Promise<[string, Buffer]> => [`wasm/${name}`, await readFile(join(folder, name))];
  return new Map<string, string | Buffer>([
    ...(await bundleForBrowser(entry, import.meta.dirname)),
    ...(await Promise.all(names.map(read))),
  ]);
}

describeInBrowser('@disalign/core', files, (page) => {
  it('loads, and starts no backend by that', async () => {
    await page().addScriptTag({ url: '/entry.js', type: 'module' });
    await page().waitForFunction(() => 'core' in globalThis);
    expect(await page().evaluate(() => Object.keys(tf.engine().registry))).toEqual([]);
  });

  it('computes class weights without a backend', async () => {
    const { counts, rho, normalization, weights } = goldens.classWeights[4];
    const options = { rho, normalization };
    const result = await page().evaluate(({ counts, options }) => Array.from(core.classWeights(counts, options)), {
      counts,
      options,
    });
    expectClose(result, weights, { relative: 1e-12 });
  });

  it('refuses wasm where its files are not, and says so', async () => {
    const start = page().evaluate(() => core.startBackend('wasm', { wasmPaths: '/nowhere/' }));
    await expect(start).rejects.toThrow('startBackend: wasm does not start: ');
  });

  it('starts wasm from where its files are, and computes there', async () => {
    await page().reload();
    await page().addScriptTag({ url: '/entry.js', type: 'module' });
    await page().waitForFunction(() => 'core' in globalThis);
    const { name, device, backend } = await page().evaluate(async () => {
      const started = await core.startBackend('wasm', { wasmPaths: '/wasm/' });
      return { name: started.name, device: started.device, backend: tf.getBackend() };
    });
    expect({ name, backend }).toEqual({ name: 'wasm', backend: 'wasm' });
    expect(device).toContain('WebAssembly with SIMD');

    const { features, weight, bias, logits } = goldens.linear;
    const result = await page().evaluate(
      async ({ features, weight, bias }) => {
        const head = { weight: tf.tensor2d(weight), bias: tf.tensor1d(bias) };
        return Array.from(await core.linearLogits(tf.tensor2d(features), head).data());
      },
      { features, weight, bias },
    );
    expectClose(result, logits.flat(), { relativeToLargest: 1e-6 });
  });

  it('has the fused kernels on wasm there', async () => {
    const calibrated = await page().evaluate(async () => {
      // Score 0, so c = 0.5: (1 + 0.5 * 1) 3 + 0.5 * 1 = 5 and (1 - 0.5 * 0.5) (-4) - 0.5 = -3.5.
      const theta = tf.tensor1d([1, -0.5, 1, -1, 1, -0.5, 0]);
      const inputs = { logits: tf.tensor2d([[3, -4]]), features: tf.tensor2d([[1, 2]]), theta };
      return Array.from(await tf.engine().runKernel<TensorFlow.Tensor>('DisAlignCalibrate', inputs).data());
    });
    expectClose(calibrated, [5, -3.5], { relative: 1e-6 });
  });

  it('says that node packages run in Node only, and that there is no WebGPU', async () => {
    const backends = await page().evaluate(() => core.availableBackends());
    const reasons = Object.fromEntries(
      backends.map((backend) => [backend.name, backend.starts ? true : backend.reason]),
    );
    expect(reasons).toMatchObject({
      'node-gpu': 'runs in Node only',
      node: 'runs in Node only',
      wasm: true,
      cpu: true,
    });
    expect(reasons.webgpu).toEqual(expect.any(String));
    expect(await page().evaluate(() => tf.getBackend())).toBe('wasm');
  });
});
