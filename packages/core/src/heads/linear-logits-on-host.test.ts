import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/create-random.js';
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

  it.each([1, 3, 4, 5, 8, 11])('gives the same for %s classes as one class at a time does', (classes) => {
    const [rows, featureSize] = [3, 7];
    const random = createRandom(classes);
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
    const [features, weight, bias] = [draw(rows * featureSize), draw(classes * featureSize), draw(classes)];
    const logits = linearLogitsOnHost(features, { classes, featureSize, weight, bias });
    const expected = new Float32Array(rows * classes);
    for (let j = 0; j < classes; j++) {
      const column = linearLogitsOnHost(features, {
        classes: 1,
        featureSize,
        weight: weight.subarray(j * featureSize, (j + 1) * featureSize),
        bias: bias.subarray(j, j + 1),
      });
      column.forEach((z, row) => (expected[row * classes + j] = z));
    }
    expect(logits).toEqual(expected);
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
  });

  it.each([
    { classes: 0 },
    { classes: 1.5 },
    { featureSize: 0 },
    { featureSize: -2 },
    { featureSize: NaN },
    { classes: 2 ** 53 },
  ])('refuses a head of $classes classes and $featureSize features', (sizes) => {
    const [[name, size]] = Object.entries(sizes);
    const message = `linearLogitsOnHost: \`head.${name}\` must be a positive integer, got ${size}`;
    expect(() => linearLogitsOnHost(new Float32Array(2), { ...head, ...sizes })).toThrow(new RangeError(message));
  });
});
