import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedOnHost, drawKernelCase, type KernelCase } from '../fixtures/kernel-case.js';
import { thetaOf } from '../theta-of.js';
import { instantiateKernels, type KernelArithmetic, kernelModule, wasmBytes } from '../wasm/wasm-kernels.js';
import { leadQueue, planAlignQueue, storeArrays } from './align-queue.js';
import { startFollowers } from './start-followers.js';

const runnable = (['strict', 'relaxed'] as const).filter((arithmetic) =>
  WebAssembly.validate(wasmBytes(arithmetic, 'shared')),
);

/** Totals of a case, computed `times` times with so many threads, from the second of two stores. */
async function totalsOf(
  { batch, calibration, classWeights, selection }: KernelCase,
  { arithmetic, threads, times = 1 }: { arithmetic: KernelArithmetic; threads: number; times?: number },
): Promise<Float64Array[]> {
  const { rows } = batch;
  const selected = selection ?? Int32Array.from({ length: rows }, (_, row) => row);
  const plan = planAlignQueue(
    {
      classes: calibration.scale.length,
      featureSize: calibration.confidence?.weight.length ?? 0,
      hasConfidence: calibration.confidence !== null,
      storeRows: [1, rows],
      batchRows: selected.length,
      threads,
    },
    instantiateKernels(new WebAssembly.Memory({ initial: 1 }), arithmetic),
  );
  const pages = Math.ceil(plan.bytes / 2 ** 16);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const [, store] = storeArrays(plan, memory.buffer);
  store.features.set(batch.features);
  store.logits.set(batch.logits);
  store.labels.set(batch.labels);
  const module = kernelModule(arithmetic, memory);
  const followers = startFollowers({ module, memory, queue: plan.queue, count: threads - 1 });
  const align = leadQueue(plan, memory.buffer, instantiateKernels(memory, arithmetic));
  const request = { store: 1, selection: selected, theta: thetaOf(calibration), classWeights };
  const totals: Float64Array[] = [];
  for (let i = 0; i < times; i++) {
    totals.push(align(request).slice());
    // Followers come and go.
    if (i % 16 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  followers.check();
  await followers.close();
  return totals;
}

async function expectAsOnHost(given: KernelCase, arithmetic: KernelArithmetic): Promise<void> {
  const [totals] = await totalsOf(given, { arithmetic, threads: 1 });
  const { gradient, sums } = alignedOnHost(given);
  expectClose(totals.subarray(0, gradient.length), gradient, { relativeToLargest: 5e-6 });
  expectClose(totals.subarray(gradient.length), sums, { relative: 5e-6, absolute: 1e-6 * sums[1] });
}

describe.each(runnable)('a queue of blocks with %s arithmetic', (arithmetic) => {
  it('has the loss and gradients of the host on generated sizes', async () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 150 }),
      classes: fc.integer({ min: 1, max: 37 }),
      featureSize: fc.integer({ min: 0, max: 41 }),
      ignoreEvery: fc.integer({ min: 0, max: 3 }),
      selected: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
    });
    const property = fc.asyncProperty(sizes, (drawn) => expectAsOnHost(drawKernelCase(drawn), arithmetic));
    await fc.assert(property, { seed: 2, numRuns: 40 });
  });

  it('takes more rows than it may have blocks of the least size', async () => {
    await expectAsOnHost(drawKernelCase({ rows: 300, classes: 4, featureSize: 3, selected: 5000 }), arithmetic);
  });

  it('touches rows ahead where they come one behind the other, and nothing behind the last', async () => {
    // Many classes and few features: what is touched ahead would soon leave the memory.
    await expectAsOnHost(drawKernelCase({ rows: 64, classes: 4000, featureSize: 1 }), arithmetic);
    await expectAsOnHost(drawKernelCase({ rows: 64, classes: 1, featureSize: 4000 }), arithmetic);
  });

  it('has the same bits for any number of threads, each time', async () => {
    const drawn = drawKernelCase({ rows: 700, classes: 90, featureSize: 70, ignoreEvery: 7, selected: 900 });
    const [expected] = await totalsOf(drawn, { arithmetic, threads: 1 });
    for (const threads of [2, 3, 5]) {
      const totals = await totalsOf(drawn, { arithmetic, threads, times: 100 });
      expect(totals.every((one) => one.every((value, i) => Object.is(value, expected[i])))).toBe(true);
    }
  });
});
