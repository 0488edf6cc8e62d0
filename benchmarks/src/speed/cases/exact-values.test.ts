import { alignmentOnHost } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { drawCase, readBatch } from './draw-case.js';
import { exactValues, largestError } from './exact-values.js';

const data = drawCase({ rows: 70, featureSize: 4, classes: 3 }, 0.1);

describe('exactValues', () => {
  it('has the gradients and the loss of the mean', () => {
    const { values, ends } = exactValues(data, 'gradients');
    const { loss, weight, gradient } = alignmentOnHost(readBatch(data, 0), data.calibration, data.classWeights);
    expect(ends).toEqual([3, 6, 11, 12]);
    expect(values).toHaveLength(12);
    expect(values[0]).toBe(gradient.scale[0] / weight);
    expect(values[11]).toBe(loss / weight);
  });

  it('has the calibrated logits of 64 rows, or of all where there are fewer', () => {
    expect(exactValues(data, 'forward').values).toHaveLength(64 * 3);
    const { values } = exactValues(drawCase({ rows: 2, featureSize: 4, classes: 3 }, 0.1), 'forward');
    const calibrated = values[0];
    const { features, logits } = readBatch(drawCase({ rows: 2, featureSize: 4, classes: 3 }, 0.1), 0);
    const { scale, bias, confidence } = drawCase({ rows: 2, featureSize: 4, classes: 3 }, 0.1).calibration;
    const score = features.slice(0, 4).reduce((sum, x, d) => sum + x * confidence.weight[d], confidence.bias);
    const c = 1 / (1 + Math.exp(-score));
    expect(calibrated).toBeCloseTo(c * (scale[0] * logits[0] + bias[0]) + (1 - c) * logits[0], 12);
  });
});

describe('largestError', () => {
  const exact = { values: Float64Array.of(100, 1, 0.5), ends: [1, 3] };

  it('is relative to the largest value of the part, and that of the worst part', () => {
    expect(largestError([101, 1, 0.5], exact)).toBe(0.01);
    expect(largestError([101, 1, 0.75], exact)).toBe(0.25);
    expect(largestError([100, 1, 0.5], exact)).toBe(0);
  });

  it('is not a number where a value is none, and refuses too few', () => {
    expect(largestError([100, NaN, 0.5], exact)).toBeNaN();
    expect(() => largestError([100], exact)).toThrow('`actual` must hold 3 numbers, got 1');
  });
});
