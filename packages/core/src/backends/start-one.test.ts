import { absentEnvironments, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BackendName } from './backend-name.js';
import type { RunningBackend, StartBackendOptions } from './backend-starter.js';
import { inSilence } from './in-silence.js';
import { startOne } from './start-one.js';
import type * as StartTensorflow from './start-tensorflow.js';
import { stopBackend } from './stop-backend.js';

// node-gpu without a CUDA device, which it finds out when another backend is active already.
vi.mock('./start-tensorflow.js', async (importActual) => {
  const actual = await importActual<typeof StartTensorflow>();
  const startWithoutCuda = async () => {
    await tf.setBackend('cpu');
    throw new Error('no CUDA device');
  };
  return {
    startTensorflow: (name: 'node' | 'node-gpu') =>
      name === 'node-gpu' ? startWithoutCuda() : actual.startTensorflow(name),
  };
});

const allowSoftware = { allowSoftwareAdapter: true };
const devices = { cpu: /^plain JavaScript$/, wasm: /^WebAssembly.*, \d+ threads?$/, webgpu: /./, node: /^processor/ };
const absent = absentEnvironments();
const present = (['cpu', 'wasm', 'webgpu', 'node'] as const).filter((name) => !(name in absent));

describe('startOne', () => {
  const running: RunningBackend[] = [];
  const start = async (name: BackendName, options: StartBackendOptions = {}) => {
    const started = await inSilence(() => startOne(name, options));
    running.push(started);
    return started;
  };
  afterEach(async () => {
    for (const { stop } of running.splice(0)) await stop();
  });

  it('comes with no backend running', () => {
    expect(Object.keys(tf.engine().registry)).toEqual([]);
  });

  for (const name of present) {
    it(`starts ${name} by its name, and computes there`, async () => {
      const { device } = await start(name, allowSoftware);
      expect(device).toMatch(devices[name]);
      expect(tf.getBackend()).toBe(name === 'node' ? 'tensorflow' : name);
      const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
      expectClose(await product.data(), [11], { relative: 1e-6 });
    });

    it(`stops ${name}, and starts it again`, async () => {
      const { stop } = await start(name, allowSoftware);
      await stop();
      expect(Object.keys(tf.engine().registry)).toEqual([]);
      await start(name, allowSoftware);
      const five = tf.tidy(() => tf.square(tf.scalar(5)));
      expectClose(await five.data(), [25], { relative: 1e-6 });
      await stop();
    });
  }

  it.runIf(present.includes('wasm'))(
    'makes a backend that runs active again as it is, its tensors with it',
    async () => {
      await start('cpu');
      const tensor = tf.tensor1d([1, 2]);
      await start('wasm');
      expect(tf.getBackend()).toBe('wasm');
      await start('cpu');
      expect(tf.getBackend()).toBe('cpu');
      expect(await tensor.data()).toEqual(Float32Array.of(1, 2));
      tensor.dispose();
    },
  );

  it('leaves the backend before it active where it does not start', async () => {
    await start('cpu');
    // The only adapter that tests see computes on the processor.
    await expect(start('webgpu')).rejects.toThrow(
      /no graphics card|no adapter found|computes on the processor|not installed/,
    );
    expect(tf.getBackend()).toBe('cpu');
  });

  it.runIf(present.includes('wasm'))('goes back to it where the start fails half-way', async () => {
    await start('wasm');
    await expect(start('node-gpu')).rejects.toThrow('no CUDA device');
    expect(tf.getBackend()).toBe('wasm');
    stopBackend('cpu');
  });

  it.runIf(present.includes('webgpu'))(
    'refuses the software adapter, though it runs, unless it is allowed',
    async () => {
      await start('webgpu', allowSoftware);
      await expect(start('webgpu')).rejects.toThrow(
        'computes on the processor: ask by name, with allowSoftwareAdapter',
      );
      // Here there is no `navigator`, which would make other packages believe in a browser.
      const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')?.value as object | undefined;
      expect(before !== undefined && 'gpu' in before).toBe(false);
    },
  );
});
