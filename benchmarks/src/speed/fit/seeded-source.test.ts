import { countLabels } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { seededSource } from './seeded-source.js';

const shape = { rows: 5000, featureSize: 7, classes: 20, epochs: 1, batchSize: 8 };

describe('seededSource', () => {
  it('gives a row the same numbers in whatever range it is read', async () => {
    const source = seededSource(shape);
    const all = await source.read({ start: 100, end: 110 });
    const part = await seededSource({ ...shape, rows: 200 }).read({ start: 104, end: 106 });
    expect(part.features).toEqual(all.features.slice(4 * 7, 6 * 7));
    expect(part.logits).toEqual(all.logits.slice(4 * 20, 6 * 20));
    expect(part.labels).toEqual(all.labels.slice(4, 6));
    expect(all.labels).toEqual((await source.labels()).slice(100, 110));
  });

  it('fills arrays that it is given', async () => {
    const source = seededSource(shape);
    const range = { start: 3, end: 5 };
    const into = { features: new Float32Array(2 * 7), logits: new Float32Array(2 * 20) };
    const filled = await source.read(range, 0, into);
    expect(filled.features).toBe(into.features);
    expect(filled).toEqual(await source.read(range));
  });

  it('has a long tail, which a network gets right in part', async () => {
    const source = seededSource(shape);
    const { labels, logits } = await source.read({ start: 0, end: 5000 });
    const counts = countLabels(labels, 20);
    expect(counts[0]).toBeGreaterThan(50 * counts[19]);
    expect(counts.every((count) => count > 0)).toBe(true);
    const right = labels.filter((label, row) => {
      const scores = logits.subarray(row * 20, (row + 1) * 20);
      return scores[label] === Math.max(...scores);
    });
    expect(right.length / 5000).toBeGreaterThan(0.3);
    expect(right.length / 5000).toBeLessThan(0.95);
  });
});
