import { alignmentLoss, calibrateLogits, type ConfidenceForm } from '@disalign/core';
import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { calibratePixels } from './calibrate-pixels.js';

// Four pixels of three classes. The features are such that the confidences are 0.5, 0.75, 0.9 and 0.6.
const logits = [
  [2, 0, -1],
  [0.5, 0.5, 1],
  [3, -2, 0],
  [0, 1, 0],
];
const features = [0, Math.log(3), Math.log(9), Math.log(1.5)];
const labels = [0, 2, 255, 1];
const classWeights = [0.5, 1, 2];
// PyTorch's, under scale [1.1, 0.9, 1.5] and bias [-0.2, 0, 0.4].
const calibrated = [2, 0, -1.05, 0.3875, 0.4625, 1.675, 3.09, -1.82, 0.36, -0.12, 0.94, 0.24];

// Float32 at every step, and values that cancel.
const tolerance = { relative: 1e-5, absolute: 1e-6 };

describeOnEveryBackend('calibratePixels', () => {
  const calibrationWith = (weight: number, bias = 0, form: ConfidenceForm = 'sigmoid') => ({
    form: 'blend' as const,
    scale: tf.tensor1d([1.1, 0.9, 1.5]),
    bias: tf.tensor1d([-0.2, 0, 0.4]),
    confidence: { form, weight: tf.tensor1d([weight]), bias: tf.scalar(bias) },
  });
  const z = () => tf.tensor4d(logits.flat(), [1, 2, 2, 3]);
  const x = () => tf.tensor4d(features, [1, 2, 2, 1]);

  it('agrees with PyTorch, pixel by pixel and channel by channel', async () => {
    for (const form of ['sigmoid', 'rectified'] as const) {
      const calibration = calibrationWith(1, 0, form);
      expectClose(await calibratePixels(z(), x(), calibration).data(), calibrated, tolerance);
      const [logitPlanes, featurePlanes] = [tf.transpose(z(), [0, 3, 1, 2]), tf.transpose(x(), [0, 3, 1, 2])];
      const planes = calibratePixels(logitPlanes, featurePlanes, calibration, { layout: 'NCHW' });
      expect(planes.shape).toEqual([1, 3, 2, 2]);
      expectClose(await tf.transpose(planes, [0, 2, 3, 1]).data(), calibrated, tolerance);
    }
  });

  it('has the three losses of the frameworks on pixels of which one is ignored', async () => {
    const loss = async (of: tf.Tensor4D, reduction: 'all' | 'count' | 'weights') => {
      const y = tf.tensor3d(labels, [1, 2, 2], 'int32');
      return [...(await alignmentLoss(of, y, { classWeights, reduction, ignoreLabel: 255 }).data())];
    };
    const sixDecimals = { absolute: 1e-6 };
    expectClose(await loss(z(), 'all'), [0.55628], sixDecimals);
    expectClose(await loss(z(), 'count'), [0.741707], sixDecimals);
    expectClose(await loss(z(), 'weights'), [0.635749], sixDecimals);
    expectClose(await loss(calibratePixels(z(), x(), calibrationWith(1)), 'all'), [0.400452], sixDecimals);
  });

  it('never trusts a pixel less than half when the confidence is rectified', async () => {
    // Scores below 0: the paper's confidence goes to 0, the rectified one stays at 1/2.
    const rectified = calibratePixels(z(), x(), calibrationWith(1, -50, 'rectified'));
    const half = calibrateLogits(z(), tf.zerosLike(x()), calibrationWith(1));
    expectClose(await rectified.data(), await half.data(), tolerance);
    expectClose(await calibratePixels(z(), x(), calibrationWith(1, -50)).data(), logits.flat(), tolerance);
  });

  it('takes the additive form too, and none of both without a confidence layer', async () => {
    const scale = tf.tensor1d([0.1, -0.1, 0.5]);
    for (const form of ['sigmoid', 'rectified'] as const) {
      const additive = { ...calibrationWith(1, 0, form), form: 'additive', scale } as const;
      expectClose(await calibratePixels(z(), x(), additive).data(), calibrated, tolerance);
    }
    const certain = { ...calibrationWith(1), confidence: null };
    const expected = await calibrateLogits(z(), null, certain).data();
    expectClose(await calibratePixels(z(), null, certain).data(), expected, tolerance);
  });

  it('lets gradients through where the confidence is above a half, and none to the layer below', async () => {
    const gradientOf = async (bias: number) => {
      const calibration = calibrationWith(1, bias, 'rectified');
      const sum = (weight: tf.Tensor) => {
        const confidence = { ...calibration.confidence, weight: weight as tf.Tensor1D };
        return tf.sum<tf.Scalar>(calibratePixels(z(), x(), { ...calibration, confidence }));
      };
      return [...(await tf.grad(sum)(calibration.confidence.weight).data())];
    };
    expect(await gradientOf(-50)).toEqual([0]);
    // By hand: the sum over pixels of x c (1 - c) times the sum over classes of (a - 1) z + b; that of pixel 1 is 0 as x is.
    const change = (pixel: number[]) => 0.1 * pixel[0] - 0.1 * pixel[1] + 0.5 * pixel[2] + 0.2;
    const slopes = features.map((score) => (score * Math.exp(-score)) / (1 + Math.exp(-score)) ** 2);
    const expected = slopes.reduce((sum, slope, pixel) => sum + slope * change(logits[pixel]), 0);
    expectClose(await gradientOf(0), [expected], { relative: 1e-5 });
  });

  it('leaves nothing behind, and refuses maps without four axes', () => {
    const [map, at, calibration] = [z(), x(), calibrationWith(1, 0, 'rectified')];
    expect(tensorsMadeBy(() => calibratePixels(map, at, calibration))).toBe(1);
    const row: tf.Tensor = tf.tensor2d([[1, 2, 3]]);
    expect(() => calibratePixels(row as tf.Tensor4D, at, calibration)).toThrow('`logits` must be NHWC, got [1,3]');
    expect(() => calibratePixels(map, row as tf.Tensor4D, calibration)).toThrow('`features` must be NHWC, got [1,3]');
    expect(() => calibratePixels(map, null, calibration)).toThrow(TypeError);
  });
});
