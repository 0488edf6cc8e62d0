import { describeOnEveryBackend } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';
import type { FeatureSource } from '../../features/feature-source.js';
import { drawFeatures } from '../../features/fixtures/draw-features.js';
import type { EpochPool } from '../plan-epoch.js';
import { type TensorRows, tensorStore } from './tensor-store.js';

const drawn = drawFeatures({ rows: 100, views: 2 });
const confidence = { mean: new Float64Array(3), deviation: new Float64Array(3).fill(1) };
const poolOf = (...ranges: [start: number, end: number][]): EpochPool => ({
  ranges: ranges.map(([start, end]) => ({ start, end })),
  batches: [],
});

/** Features, logits and labels of some rows, as they stand on the device. */
async function valuesOf(loaded: TensorRows, rows: number[]): Promise<number[][]> {
  const at = tf.tensor1d(loaded.places(Int32Array.from(rows)), 'int32');
  const read = Object.values(loaded.tensors).map((tensor) => tf.gather(tensor, at).data());
  return (await Promise.all(read)).map((values) => [...values]);
}

async function expectRows(loaded: TensorRows, rows: number[], view: number): Promise<void> {
  const batches = await Promise.all(rows.map((row) => drawn.read({ start: row, end: row + 1 }, view)));
  const expected = (['features', 'logits', 'labels'] as const).map((name) => batches.flatMap((one) => [...one[name]]));
  expect(await valuesOf(loaded, rows)).toEqual(expected);
}

describeOnEveryBackend('tensorStore', () => {
  it('uploads a source that finds room once, and keeps every view', async () => {
    const read = vi.fn<FeatureSource['read']>((...given) => drawn.read(...given));
    const store = tensorStore({ ...drawn, read }, confidence);
    const first = await store.load(poolOf([3, 9]), 0);
    const again = await store.load(poolOf([20, 30], [40, 50]), 0);
    const other = await store.load(poolOf([3, 9]), 1);
    expect(read.mock.calls).toEqual([
      [{ start: 0, end: 100 }, 0],
      [{ start: 0, end: 100 }, 1],
    ]);
    await expectRows(first, [8, 3, 3], 0);
    await expectRows(again, [45, 20], 0);
    await expectRows(other, [99], 1);
    await store.close();
  });

  it('holds two pools of a larger one', async () => {
    const store = tensorStore(drawn, confidence, 6399);
    const before = tf.memory().numTensors;
    const first = await store.load(poolOf([0, 10], [64, 70]), 0);
    const second = await store.load(poolOf([30, 40]), 1);
    await expectRows(first, [69, 0, 64], 0);
    const third = store.load(poolOf([50, 60]), 0);
    await expectRows(second, [39], 1);
    await expectRows(await third, [50, 59], 0);
    expect(first.tensors.logits.isDisposed).toBe(true);
    expect(second.tensors.logits.isDisposed).toBe(false);
    await store.close();
    await store.close();
    expect((await third).tensors.features.isDisposed).toBe(true);
    expect(tf.memory().numTensors).toBeGreaterThanOrEqual(before);
  });

  it('leaves the features where nothing reads them', async () => {
    const store = tensorStore(drawn, null);
    const { tensors } = await store.load(poolOf([0, 10]), 0);
    expect(tensors.features.shape).toEqual([100, 0]);
    expect(tensors.logits.shape).toEqual([100, 5]);
    await store.close();
  });

  it('tells what a source throws, and holds nothing of it', async () => {
    const broken: FeatureSource = { ...drawn, read: () => Promise.reject(new Error('disk gone')) };
    const store = tensorStore(broken, confidence, 0);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) await expect(store.load(poolOf([0, 10]), 0)).rejects.toThrow('disk gone');
    await store.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
