import { absentEnvironments } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../../backends/start-backend.js';
import { drawKernelCase, kernelTensors } from '../fixtures/kernel-case.js';
import { KERNEL_NAMES } from '../kernel-contract.js';
import { runAlign } from '../run-align.js';
import { runCalibrate } from '../fixtures/run-calibrate.js';
import { alignOnWasm } from './align-on-wasm.js';
import { calibrateOnWasm } from './calibrate-on-wasm.js';
import { registerWasmKernels } from './register-wasm-kernels.js';
import { heapOf, type WasmBackend } from './wasm-heap.js';

const kernels = () => KERNEL_NAMES.map((name) => tf.getKernel(name, 'wasm'));
const wasmBackend = () => tf.backend() as tf.KernelBackend & WasmBackend;
const drawn = drawKernelCase({ rows: 9, classes: 6, featureSize: 5, ignoreEvery: 4 });

async function alignedValues(): Promise<Float32Array> {
  const output = tf.tidy(() => runAlign(kernelTensors(drawn)));
  const values = (await output.data()) as Float32Array;
  output.dispose();
  return values;
}

describe.runIf(!('wasm' in absentEnvironments()))('registerWasmKernels', () => {
  afterAll(async () => (await startBackend('wasm')).stop());

  it('has registered nothing by being imported', () => {
    expect(kernels()).toEqual(KERNEL_NAMES.map(() => undefined));
  });

  it('is part of the start of wasm, and once is enough', async () => {
    await startBackend('wasm');
    const registered = kernels();
    expect(registered).not.toContain(undefined);
    registerWasmKernels();
    await startBackend('wasm');
    expect(kernels()).toEqual(registered);
  });

  it('follows the backend to another heap when it is stopped and started again', async () => {
    const { stop } = await startBackend('wasm');
    const first = await alignedValues();
    await stop();
    await startBackend('wasm');
    expect(await alignedValues()).toEqual(first);
  });

  it('runs on the heap that a backend shares with threads, and tells one that it does not find', async () => {
    await startBackend('wasm');
    const { wasm } = wasmBackend();
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    expect(heapOf({ wasm: { ...wasm, wasmMemory: shared } })).toBe(shared);
    expect(() => heapOf({ wasm: { ...wasm, asm: {} } })).toThrow(
      'wasm: the heap is not where TensorFlow.js 4.22.0 has it: install that version',
    );
  });
});

describe.runIf(!('wasm' in absentEnvironments()))('the kernels on the wasm heap', () => {
  it('leave no data behind in 1,000 steps, and nothing on the heap', async () => {
    await startBackend('wasm');
    const inputs = kernelTensors(drawn);
    const { logits, features, theta } = inputs;
    const { wasm } = wasmBackend();
    const before = tf.backend().numDataIds();
    // At its first call each of the two replaces itself.
    tf.dispose(runAlign(inputs));
    const [malloc, free] = [vi.spyOn(wasm, '_malloc'), vi.spyOn(wasm, '_free')];
    for (let step = 0; step < 1000; step++) {
      tf.dispose([runAlign(inputs), runCalibrate({ logits, features, theta })]);
    }
    expect(tf.backend().numDataIds()).toBe(before);
    const taken = malloc.mock.results.map(({ value }) => (value as number) >>> 0);
    expect(taken).toHaveLength(3000);
    expect(free.mock.calls.map(([pointer]) => pointer >>> 0).sort()).toEqual(taken.sort());
    vi.restoreAllMocks();
    tf.dispose({ ...inputs });
  });

  it('refuse a label that would be an address outside the row, and free what they took', async () => {
    await startBackend('wasm');
    const inputs = kernelTensors(drawn);
    const before = tf.backend().numDataIds();
    const labels = tf.tensor1d([0, 1, 2, 6, 5, 0, 0, 0, 0], 'int32');
    expect(() => runAlign({ ...inputs, labels })).toThrow(
      new RangeError('DisAlignAlign: `labels[3]` must be below 6, got 6'),
    );
    labels.dispose();
    expect(tf.backend().numDataIds()).toBe(before);
    tf.dispose({ ...inputs });
  });

  it('throw, before they write, where the heap is full', async () => {
    await startBackend('wasm');
    const backend = wasmBackend();
    const { memory } = backend.wasm.asm!;
    const inputs = kernelTensors(drawn);
    const before = tf.backend().numDataIds();
    const malloc = vi.spyOn(backend.wasm, '_malloc');
    const scratch = malloc(4096);
    const bottom = new Uint8Array(memory!.buffer, 0, 4096).slice();
    const expectRefusal = (run: () => unknown) => {
      expect(run).toThrow('wasm: out of memory');
      expect(new Uint8Array(memory!.buffer, 0, 4096)).toEqual(bottom);
    };

    // The scratch; the result after it; the result of the other.
    for (const run of [
      () => {
        malloc.mockReturnValueOnce(0);
        alignOnWasm(inputs, backend);
      },
      () => {
        malloc.mockReturnValueOnce(scratch).mockReturnValueOnce(0);
        alignOnWasm(inputs, backend);
      },
      () => {
        malloc.mockReturnValueOnce(0);
        calibrateOnWasm(inputs, backend);
      },
    ]) {
      expectRefusal(run);
      expect(tf.backend().numDataIds()).toBe(before);
    }

    // An input that got no memory.
    malloc.mockReturnValueOnce(0);
    const logits = backend.makeOutput([9, 6], 'float32');
    expectRefusal(() => alignOnWasm({ ...inputs, logits }, backend));
    expectRefusal(() => calibrateOnWasm({ ...inputs, logits }, backend));
    backend.disposeData(logits.dataId);
    vi.restoreAllMocks();
    expect(tf.backend().numDataIds()).toBe(before);
    tf.dispose({ ...inputs });
  });
});
