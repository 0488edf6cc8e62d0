import { describe, expect, it } from 'vitest';
import { drawCase, readBatch, tile } from './draw-case.js';

const sizes = { rows: 6, featureSize: 5, classes: 3 };

describe('drawCase', () => {
  it('is the same on every run, of so many megabytes, and has two batches at least', () => {
    const data = drawCase(sizes, 0.01);
    expect(data.batches).toBe(Math.round(10_000 / (4 * 6 * 8)));
    const { featureBlock, logitBlock, labelBlock, ...rest } = drawCase(sizes, 0.01);
    expect({ ...data, ...rest }).toEqual(data);
    // A million numbers each, which toEqual takes seconds for.
    for (const [again, before] of [
      [featureBlock, data.featureBlock],
      [logitBlock, data.logitBlock],
      [labelBlock, data.labelBlock],
    ]) {
      expect(Buffer.from(again.buffer).equals(Buffer.from(before.buffer))).toBe(true);
    }
    expect(drawCase(sizes, 0).batches).toBe(2);
  });

  it('has parameters and weights that are float32 numbers, and labels of all classes', () => {
    const { calibration, classWeights, labelBlock } = drawCase(sizes, 1);
    const { scale, bias, confidence } = calibration;
    const numbers = [...scale, ...bias, ...confidence.weight, confidence.bias, ...classWeights];
    expect(numbers.every((value) => Math.fround(value) === value)).toBe(true);
    expect(numbers).toHaveLength(3 + 3 + 5 + 1 + 3);
    expect([...new Set(labelBlock)].sort()).toEqual([0, 1, 2]);
  });

  it('hands out batches of one long data set', () => {
    const data = drawCase(sizes, 0.01);
    const all = readBatch({ ...data, sizes: { ...sizes, rows: 12 } }, 0);
    for (const batch of [0, 1]) {
      const { features, logits, labels } = readBatch(data, batch);
      expect(features).toEqual(all.features.slice(batch * 30, (batch + 1) * 30));
      expect(logits).toEqual(all.logits.slice(batch * 18, (batch + 1) * 18));
      expect(labels).toEqual(all.labels.slice(batch * 6, (batch + 1) * 6));
    }
  });
});

it('tile goes on at the front where a block ends', () => {
  expect(tile(Int32Array.of(1, 2, 3), new Int32Array(5), 0)).toEqual(Int32Array.of(1, 2, 3, 1, 2));
  expect(tile(Int32Array.of(1, 2, 3), new Int32Array(5), 1)).toEqual(Int32Array.of(3, 1, 2, 3, 1));
});
