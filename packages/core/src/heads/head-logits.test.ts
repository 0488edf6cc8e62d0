import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { goldens } from '../fixtures/goldens.js';
import { cosineHeadArrays } from './cosine-head-arrays.js';
import type { HeadArrays } from './head-arrays.js';
import { headLogits } from './head-logits.js';
import { headLogitsOnHost } from './head-logits-on-host.js';

const features = Float32Array.from(goldens.linear.features.flat());
const sizes = { classes: 4, featureSize: 5 };
const linear: HeadArrays = {
  ...sizes,
  weight: Float32Array.from(goldens.linear.weight.flat()),
  bias: Float32Array.from(goldens.linear.bias),
  unitParts: null,
};
const { weight, scale, logits: cosines } = goldens.cosine_normalized;
const cosine = cosineHeadArrays({ ...sizes, weight: weight.flat(), scale });
// x (3, 4, 0, 2): parts (0.6, 0.8) and (0, 1); weights (1, 2, 3, 4) and bias 10: 0.6 + 1.6 + 4 + 10.
const inParts: HeadArrays = {
  classes: 1,
  featureSize: 4,
  weight: Float32Array.of(1, 2, 3, 4),
  bias: Float32Array.of(10),
  unitParts: 2,
};

describeOnEveryBackend('headLogits', (backend) => {
  it('agrees with PyTorch for linear and cosine heads', async () => {
    expectClose(await headLogits(features, linear), goldens.linear.logits.flat(), float32Tolerance(backend));
    expectClose(await headLogits(features, cosine), cosines.flat(), float32Tolerance(backend));
  });

  it('brings each part of the features to length 1, worked by hand', async () => {
    expectClose(await headLogits(Float32Array.of(3, 4, 0, 2), inParts), [16.2], float32Tolerance(backend));
    expect(await headLogits(new Float32Array(4), inParts)).toEqual(Float32Array.of(10));
  });

  it('takes no rows, and leaves no tensor', async () => {
    expect(await headLogits(new Float32Array(0), linear)).toHaveLength(0);
    const before = tf.memory().numTensors;
    await headLogits(features, cosine);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('headLogitsOnHost', () => {
  it('agrees with PyTorch for linear and cosine heads', () => {
    // The weights are rounded to float32.
    expectClose(headLogitsOnHost(features, linear), goldens.linear.logits.flat(), { relativeToLargest: 2e-7 });
    expectClose(headLogitsOnHost(features, cosine), cosines.flat(), { relativeToLargest: 2e-7 });
  });

  it('brings each part of the features to length 1, worked by hand', () => {
    expectClose(headLogitsOnHost(Float32Array.of(3, 4, 0, 2), inParts), [16.2], { relative: 1e-7 });
    expect([...headLogitsOnHost(new Float32Array(4), inParts)]).toEqual([10]);
  });

  it.each([
    [{ ...linear, classes: 5 }, '`head.weight` must be [5, 5], got 20 numbers'],
    [{ ...linear, bias: new Float32Array(1) }, '`head.bias` must be [4], got 1 numbers'],
    [{ ...linear, unitParts: 2 }, '`head.unitParts` must divide the 5 features, got 2'],
    [{ ...linear, unitParts: 0 }, '`head.unitParts` must divide the 5 features, got 0'],
  ])('refuses a head that does not fit itself (%#)', async (head, message) => {
    expect(() => headLogitsOnHost(features, head)).toThrow(new RangeError(`headLogitsOnHost: ${message}`));
    await expect(headLogits(features, head)).rejects.toThrow(new RangeError(`headLogits: ${message}`));
  });

  it('refuses features that are no whole rows', () => {
    expect(() => headLogitsOnHost(new Float32Array(7), linear)).toThrow('must hold rows of 5 numbers, got 7 numbers');
  });
});

it('cosineHeadArrays refuses weights of another size, and leaves a row of zeros', () => {
  expect(() => cosineHeadArrays({ ...sizes, weight: [1], scale: 1 })).toThrow('`weight` must be [4, 5], got 1 numbers');
  expect([...cosineHeadArrays({ classes: 1, featureSize: 2, weight: [0, 0], scale: 9 }).weight]).toEqual([0, 0]);
});
