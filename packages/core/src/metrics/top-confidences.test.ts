import { describe, expect, it } from 'vitest';
import { confidenceBin, confidenceOfUnits, confidenceUnits } from './confidence-bin.js';
import { topConfidences } from './top-confidences.js';

describe('topConfidences', () => {
  it('is the largest softmax probability', () => {
    // exp 3 : exp 1 : exp 1 = exp 2 : 1 : 1
    expect(topConfidences(Float64Array.of(1, 3, 1), 3)[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 2), 15);
    expect([...topConfidences(Float32Array.of(0, 0, 7, 7), 2)]).toEqual([0.5, 0.5]);
    expect([...topConfidences(Float32Array.of(-4), 1)]).toEqual([1]);
  });

  it('stays finite for huge and infinite logits', () => {
    const logits = Float64Array.from(
      [
        [1e308, -1e308, 0],
        [Infinity, Infinity, 0],
        [-Infinity, -Infinity, -Infinity],
        [-Infinity, 2, -Infinity],
      ].flat(),
    );
    expect([...topConfidences(logits, 3)]).toEqual([1, 1 / 2, 1 / 3, 1]);
  });

  it('names the row of a NaN', () => {
    expect(() => topConfidences(Float32Array.of(NaN, 1), 2)).toThrow(
      'topConfidences: `logits` must not hold NaN, got one in row 0, class 0',
    );
  });
});

describe('confidenceBin', () => {
  it('puts each edge b / bins into bin b, and 1 into a bin of its own', () => {
    expect([0, 1 / 15, 7 / 15, 14 / 15, 1].map((edge) => confidenceBin(edge, 15))).toEqual([0, 1, 7, 14, 15]);
    expect(everyEdge((edge, bin, bins) => confidenceBin(edge, bins) === bin)).toBe(true);
  });

  it('puts the number just below each edge into the bin before', () => {
    expect(everyEdge((edge, bin, bins) => confidenceBin(numberBelow(edge), bins) === bin - 1)).toBe(true);
  });
});

/** Whether a rule holds at the upper edges of all bins, for up to 200 bins. */
function everyEdge(rule: (edge: number, bin: number, bins: number) => boolean): boolean {
  for (let bins = 1; bins <= 200; bins++) {
    for (let bin = 1; bin <= bins; bin++) if (!rule(bin / bins, bin, bins)) return false;
  }
  return true;
}

/** The next smaller float64 of a positive number. */
function numberBelow(value: number): number {
  const bits = new BigUint64Array(Float64Array.of(value).buffer);
  bits[0]--;
  return new Float64Array(bits.buffer)[0];
}

describe('confidenceUnits', () => {
  it('rounds to a multiple of 2^-32 and keeps 1 and 1/2', () => {
    expect(confidenceUnits(1)).toBe(2n ** 32n);
    expect(confidenceOfUnits(confidenceUnits(0.5))).toBe(0.5);
    expect(Math.abs(confidenceOfUnits(confidenceUnits(1 / 3)) - 1 / 3)).toBeLessThanOrEqual(2 ** -33);
  });
});
