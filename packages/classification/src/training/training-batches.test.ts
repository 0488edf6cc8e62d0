import { countLabels, drawRows } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { standardizeImages } from '../data/standardize-images.js';
import { stripedImages } from './fixtures/striped-images.js';
import { trainingBatches, type TrainingBatch } from './training-batches.js';
import type { TrainingSettings } from './trained-classifier.js';

const data = stripedImages({ train: 40, validation: 0, test: 0 });
const recipe: TrainingSettings = {
  seed: 1,
  epochs: 2,
  batchSize: 12,
  learningRate: 0.1,
  momentum: 0.9,
  nesterov: true,
  weightDecay: 0,
  warmUpSteps: 0,
  scheduledPer: 'step',
  sampler: 'instance-balanced',
  head: { kind: 'linear' },
  augmentation: null,
};

async function batchesOf(settings: Partial<TrainingSettings> = {}): Promise<TrainingBatch[]> {
  const batches: TrainingBatch[] = [];
  for await (const batch of trainingBatches(data, { ...recipe, ...settings })) batches.push(batch);
  return batches;
}

/** Each image of a batch as the row of the data set that it is. */
async function rowsOf(batches: TrainingBatch[]): Promise<number[]> {
  const all = standardizeImages(await data.splits.train.read(), 64);
  const rowOfImage = new Map(
    Array.from({ length: 40 }, (_, row) => [all.subarray(row * 64, row * 64 + 64).join(), row]),
  );
  return batches.flatMap(({ inputs, labels }) =>
    Array.from(labels, (_, place) => rowOfImage.get(inputs.subarray(place * 64, place * 64 + 64).join()) ?? -1),
  );
}

describe('trainingBatches', () => {
  it('reads other views of photographs in each epoch, the same for one seed', async () => {
    const augmentation = { kind: 'photograph' } as const;
    const [first, again, other] = [
      await batchesOf({ augmentation }),
      await batchesOf({ augmentation }),
      await batchesOf({ augmentation, seed: 2 }),
    ];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(await rowsOf(first)).toEqual(new Array(72).fill(-1));
    const inputs = new Set(
      first.flatMap(({ inputs }) => [0, 64].map((start) => inputs.subarray(start, start + 64).join())),
    );
    expect(inputs.size).toBe(2 * first.length);
  });

  it('shows an epoch each image at most once, in whole batches, with its label', async () => {
    const batches = await batchesOf();
    expect(batches.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 3],
      [1, 4],
      [1, 5],
    ]);
    expect(batches[0]).toMatchObject({ totalSteps: 6, stepsPerEpoch: 3 });
    const epochs = [await rowsOf(batches.slice(0, 3)), await rowsOf(batches.slice(3))];
    for (const rows of epochs) expect(new Set(rows).size).toBe(36);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(batches.flatMap(({ labels }) => [...labels])).toEqual(epochs.flat().map((row) => row % 3));
  });

  it('repeats itself for its seed, and draws another order for another', async () => {
    expect(await batchesOf()).toEqual(await batchesOf());
    expect(await rowsOf(await batchesOf({ seed: 2 }))).not.toEqual(await rowsOf(await batchesOf()));
  });

  it.each(['class-balanced', 'square-root', 'progressively-balanced'] as const)(
    'shows the rows that %s sampling draws, as often, in an order of its own',
    async (sampler) => {
      const batches = await batchesOf({ sampler, batchSize: 40 });
      for (const [epoch, { labels, inputs }] of batches.entries()) {
        const drawn = drawRows(sampler, data.splits.train.labels, { seed: 1, epoch, epochs: 2 });
        const rows = await rowsOf([{ ...batches[epoch], labels, inputs }]);
        expect(countLabels(Int32Array.from(rows), 40)).toEqual([...drawn!]);
        expect(rows).not.toEqual(rows.toSorted((a, b) => a - b));
        expect([...labels]).toEqual(rows.map((row) => row % 3));
      }
    },
  );

  it('draws another view of a row that comes again in another batch of an epoch', async () => {
    const sampled = { sampler: 'class-balanced', batchSize: 5, epochs: 1 } as const;
    const rows = await rowsOf(await batchesOf(sampled));
    const views = (await batchesOf({ ...sampled, augmentation: {} })).flatMap(({ inputs, labels }) =>
      Array.from(labels, (_, place) => inputs.subarray(place * 64, place * 64 + 64).join()),
    );
    const batchOf = (place: number) => Math.floor(place / 5);
    const pairs = rows.flatMap((row, place) =>
      rows.flatMap((other, later) =>
        later > place && other === row && batchOf(later) > batchOf(place) ? [[place, later]] : [],
      ),
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const [place, later] of pairs) expect(views[later]).not.toBe(views[place]);
  });

  it('draws another view of an image in each epoch', async () => {
    const rowsSeen = await rowsOf(await batchesOf());
    const augmented = await batchesOf({ augmentation: {} });
    const viewAt = (place: number) => {
      const { inputs } = augmented[Math.floor(place / 12)];
      return inputs.subarray((place % 12) * 64, (place % 12) * 64 + 64);
    };
    const [first, second] = [0, rowsSeen.indexOf(rowsSeen[0], 1)].map(viewAt);
    expect(second.length).toBe(64);
    expect(first).not.toEqual(second);
  });

  it('makes one batch of a set that is smaller than one', async () => {
    const batches = await batchesOf({ batchSize: 128, epochs: 1 });
    expect(batches.map(({ labels }) => labels.length)).toEqual([40]);
  });
});
