import { expect, it } from 'vitest';
import { featuresInMemory } from '../../features/features-in-memory.js';
import { standardizeSource } from './standardize-source.js';

it('standardizeSource standardises features, and leaves all else', async () => {
  const rows = { features: [[1, 2], [3, 4]], logits: [[5], [6]], labels: [0, 0] }; // prettier-ignore
  const source = featuresInMemory(rows);
  const standard = standardizeSource(source, { mean: Float64Array.of(1, 4), deviation: Float64Array.of(2, 0.5) });
  expect(await standard.read({ start: 0, end: 2 })).toEqual({
    rows: 2,
    features: Float32Array.of(0, -4, 1, 0),
    logits: Float32Array.of(5, 6),
    labels: Int32Array.of(0, 0),
  });
  expect(await standard.labels()).toEqual(Int32Array.of(0, 0));
  expect(standard).toMatchObject({ rows: 2, views: 1, classes: 1, featureSize: 2 });
  // The source itself is as it was.
  expect((await source.read({ start: 0, end: 1 })).features).toEqual(Float32Array.of(1, 2));
});
