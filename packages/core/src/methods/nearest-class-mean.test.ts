import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { featuresInMemory } from '../features/features-in-memory.js';
import { headLogitsOnHost } from '../heads/head-logits-on-host.js';
import { goldenSource, methodGoldens } from './fixtures/method-goldens.js';
import { nearestClassMean, nearestClassMeanMethod } from './nearest-class-mean.js';

const { classMeans } = methodGoldens;
const features = Float32Array.from(methodGoldens.features.flat());
// Means (2, 0) and (0, 2) over both views; the ignored row has no part in them.
const logits = [
  [0, 3],
  [3, 0],
  [3, 0],
];
const source = featuresInMemory({
  views: [
    {
      features: [
        [1, 0],
        [0, 3],
        [9, 9],
      ],
      logits,
    },
    {
      features: [
        [3, 0],
        [0, 1],
        [9, 9],
      ],
      logits,
    },
  ],
  labels: [0, 1, 255],
  ignoreLabel: 255,
});

describe('nearestClassMean', () => {
  it('compares with the mean of each class, worked by hand', async () => {
    const x = Float32Array.of(3, 4);
    expectClose(headLogitsOnHost(x, await nearestClassMean(source)), [0.6, 0.8], { relative: 1e-7 });
    // m . x - |m|^2 / 2: 6 - 2 and 8 - 2.
    const euclidean = await nearestClassMean(source, { distance: 'euclidean' });
    expect([...headLogitsOnHost(x, euclidean)]).toEqual([4, 6]);
  });

  it('agrees with PyTorch', async () => {
    const cosine = await nearestClassMean(goldenSource);
    expectClose(headLogitsOnHost(features, cosine), classMeans.cosine.flat(), { relativeToLargest: 2e-7 });
    const euclidean = await nearestClassMean(goldenSource, { distance: 'euclidean' });
    expectClose(euclidean.weight, classMeans.means.flat(), { relative: 1e-7 });
    // z_j = (|x|^2 - |x - m_j|^2) / 2
    const expected = classMeans.euclidean.flatMap((distances, row) => {
      const square = methodGoldens.features[row].reduce((sum, value) => sum + value ** 2, 0);
      return distances.map((distance) => (square - distance ** 2) / 2);
    });
    expectClose(headLogitsOnHost(features, euclidean), expected, { relativeToLargest: 5e-7 });
  });

  it('is the end of its method', async () => {
    const { outcome, trainedParameters } = await nearestClassMeanMethod.fit(
      { train: source },
      { distance: 'euclidean' },
    );
    expect(outcome).toEqual({ kind: 'head', head: await nearestClassMean(source, { distance: 'euclidean' }) });
    expect(trainedParameters).toBe(0);
  });

  it('refuses a class without rows by its number', async () => {
    const lacking = featuresInMemory({ features: [[1]], logits: [[0, 3]], labels: [0] });
    await expect(nearestClassMean(lacking)).rejects.toThrow(
      new RangeError('nearestClassMean: `source` must have rows of every class, got none of 1'),
    );
  });
});
