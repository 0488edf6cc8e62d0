import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { alignedOnHost, drawKernelCase } from '../fixtures/kernel-case.js';
import { thetaOf } from '../theta-of.js';
import { startAlignQueue } from './start-align-queue.js';

const sizes = { classes: 9, featureSize: 7, hasConfidence: true, storeRows: [70], batchRows: 70, threads: 1 };

async function align(threads: number): Promise<Float64Array> {
  const { batch, calibration, classWeights } = drawKernelCase({ rows: 70, classes: 9, featureSize: 7, ignoreEvery: 5 });
  const queue = startAlignQueue({ ...sizes, threads }, { deterministic: true });
  const [store] = queue.stores;
  store.features.set(batch.features);
  store.logits.set(batch.logits);
  store.labels.set(batch.labels);
  const selection = Int32Array.from({ length: 70 }, (_, row) => row);
  const totals = queue.align({ store: 0, selection, theta: thetaOf(calibration), classWeights }).slice();
  await queue.close();
  return totals;
}

describe('startAlignQueue', () => {
  it('agrees with the host, and three threads with one to the last bit', async () => {
    const { gradient, sums } = alignedOnHost(drawKernelCase({ rows: 70, classes: 9, featureSize: 7, ignoreEvery: 5 }));
    const totals = await align(1);
    expectClose(totals.subarray(0, -4), gradient, { relativeToLargest: 5e-6 });
    expectClose(totals.subarray(-4), sums, { relative: 5e-6 });
    expect(await align(3)).toEqual(totals);
  });

  it('refuses a number of threads it cannot have', () => {
    for (const threads of [0, 1.5, 64]) {
      expect(() => startAlignQueue({ ...sizes, threads }, { deterministic: true })).toThrow(
        `\`threads\` must be an integer from 1 to 63, got ${threads}`,
      );
    }
  });
});
