import { describe, expect, it } from 'vitest';
import { linearLogitsOnHost } from './linear-logits-on-host.js';

describe('linearLogitsOnHost', () => {
  // Classes (1, 2), (0, -1), (3, 0) with biases 10, 20, 30.
  const head = {
    classes: 3,
    featureSize: 2,
    weight: Float32Array.of(1, 2, 0, -1, 3, 0),
    bias: Float32Array.of(10, 20, 30),
  };

  it('gives w . x + b for each class', () => {
    // Row (1, 1): 3 + 10, -1 + 20, 3 + 30. Row (2, -1): 0 + 10, 1 + 20, 6 + 30.
    expect([...linearLogitsOnHost(Float32Array.of(1, 1, 2, -1), head)]).toEqual([13, 19, 33, 10, 21, 36]);
    expect([...linearLogitsOnHost(Float32Array.of(1, 1), { ...head, bias: null })]).toEqual([3, -1, 3]);
    expect(linearLogitsOnHost(new Float32Array(0), head)).toHaveLength(0);
  });

  it('sums in float64: what float32 would lose on the way stays', () => {
    const weight = Float32Array.of(1, 1, 1);
    const sum = linearLogitsOnHost(Float32Array.of(2 ** 26, 1, -(2 ** 26)), {
      classes: 1,
      featureSize: 3,
      weight,
      bias: null,
    });
    expect(sum[0]).toBe(1);
  });

  it('refuses shapes that do not fit', () => {
    expect(() => linearLogitsOnHost(new Float32Array(3), head)).toThrow('must hold rows of 2 numbers, got 3 numbers');
    expect(() => linearLogitsOnHost(new Float32Array(2), { ...head, classes: 4 })).toThrow(
      '`head.weight` must be [4, 2]',
    );
    expect(() => linearLogitsOnHost(new Float32Array(2), { ...head, bias: new Float32Array(2) })).toThrow(
      '`head.bias`',
    );
    expect(() => linearLogitsOnHost(new Float32Array(2), { ...head, featureSize: 0 })).toThrow('a positive integer');
  });
});
