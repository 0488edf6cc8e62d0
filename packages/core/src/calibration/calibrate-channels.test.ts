import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { calibratedOnHost, caseCalibration, drawKernelCase, kernelTensors } from '../kernels/fixtures/kernel-case.js';
import { registerKernels } from '../kernels/fixtures/register-kernels.js';
import { isFused } from '../kernels/is-fused.js';
import { CALIBRATE_PLANES_KERNEL } from '../kernels/kernel-contract.js';
import { calibrateLogits } from './calibrate-logits.js';

// B images of H x W pixels, K classes, D features.

interface DrawnImages {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  /** 0: no confidence layer. */
  readonly featureSize: number;
}

/** Logits and features of drawn images channel by channel, and what float64 on the host makes of them pixel by pixel. */
function drawImages({ images, height, width, classes, featureSize }: DrawnImages) {
  const drawn = drawKernelCase({ rows: images * height * width, classes, featureSize });
  const { logits, features } = kernelTensors(drawn);
  const toPixels = (rows: tf.Tensor) => tf.reshape<tf.Rank.R4>(rows, [images, height, width, -1]);
  const toChannels = (rows: tf.Tensor) => tf.transpose(toPixels(rows), [0, 3, 1, 2]);
  return {
    calibration: caseCalibration(drawn),
    logits: toChannels(logits),
    features: featureSize > 0 ? toChannels(features) : null,
    pixelMajor: { logits: toPixels(logits), features: featureSize > 0 ? toPixels(features) : null },
    expected: calibratedOnHost(drawn),
  };
}

const channels = { classAxis: 1 } as const;

describeOnEveryBackend('calibrated logits of images stored channel by channel', (backend) => {
  const tolerance = float32Tolerance(backend);
  beforeAll(() => registerKernels(backend));

  it.runIf(backend === 'wasm')('are made by a kernel of their own', () => {
    expect(isFused(CALIBRATE_PLANES_KERNEL)).toBe(true);
  });

  async function expectAsOnHost(sizes: DrawnImages): Promise<void> {
    const { logits, features, calibration, expected } = drawImages(sizes);
    const output = calibrateLogits(logits, features, calibration, channels);
    expect(output.shape).toEqual([sizes.images, sizes.classes, sizes.height, sizes.width]);
    expectClose(await tf.transpose(output, [0, 2, 3, 1]).data(), expected, tolerance);
  }

  it('agree with the host on generated sizes', async () => {
    const sizes = fc.record({
      images: fc.integer({ min: 1, max: 3 }),
      height: fc.integer({ min: 1, max: 7 }),
      width: fc.integer({ min: 1, max: 9 }),
      classes: fc.integer({ min: 1, max: 11 }),
      featureSize: fc.integer({ min: 0, max: 13 }),
    });
    const property = fc.asyncProperty(sizes, expectAsOnHost);
    await fc.assert(property, { seed: 2, numRuns: 30 });
  });

  it('agree with the host on images of more than a block of 4,096 pixels', async () => {
    await expectAsOnHost({ images: 2, height: 61, width: 71, classes: 3, featureSize: 6 });
    await expectAsOnHost({ images: 1, height: 64, width: 64, classes: 2, featureSize: 0 });
  });

  it('are, rectified and under a gradient, those of the same images pixel by pixel', async () => {
    const { logits, features, calibration, pixelMajor } = drawImages({
      ...{ images: 2, height: 3, width: 4, classes: 5 },
      featureSize: 6,
    });
    const confidence = { ...calibration.confidence!, form: 'rectified' } as const;
    const rectified = { ...calibration, confidence };
    const planes = calibrateLogits(logits, features, rectified, channels);
    const pixels = calibrateLogits(pixelMajor.logits, pixelMajor.features, rectified);
    expectClose(await tf.transpose(planes, [0, 2, 3, 1]).data(), await pixels.data(), tolerance);
    const gradientOf = async (options: typeof channels | undefined) => {
      const given = options ? { logits, features } : pixelMajor;
      const sum = (scale: tf.Tensor) => {
        const moved = { ...calibration, scale: scale as tf.Tensor1D };
        return tf.sum<tf.Scalar>(tf.square(calibrateLogits<tf.Tensor>(given.logits, given.features, moved, options)));
      };
      return tf.grad(sum)(calibration.scale).data();
    };
    expectClose(await gradientOf(channels), await gradientOf(undefined), { relativeToLargest: 1e-5 });
  });

  it('leave their result and nothing else', () => {
    const sizes = { images: 1, height: 2, width: 3, classes: 2, featureSize: 2 };
    const { logits, features, calibration } = drawImages(sizes);
    expect(tensorsMadeBy(() => calibrateLogits(logits, features, calibration, channels))).toBe(1);
  });

  it('are refused where shapes disagree', () => {
    const sizes = { images: 1, height: 2, width: 3, classes: 4, featureSize: 5 };
    const { logits, features, calibration, pixelMajor } = drawImages(sizes);
    expect(() => calibrateLogits(pixelMajor.logits, features, calibration, channels)).toThrow(
      new RangeError('calibrateLogits: `logits` must be [B, 4, ...], got [1,2,3,4]'),
    );
    expect(() => calibrateLogits(logits, logits, calibration, channels)).toThrow(
      new RangeError('calibrateLogits: `features` must be [B, 5, ...], got [1,4,2,3]'),
    );
    expect(() => calibrateLogits(logits, tf.zeros([1, 5, 3, 2]), calibration, channels)).toThrow(
      new RangeError('calibrateLogits: `features` must have the other dimensions [1,2,3] of `logits`, got [1,3,2]'),
    );
  });
});
