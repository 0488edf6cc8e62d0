import { calibrateLogits, type CalibrationTensors } from '@disalign/core';
import type * as tf from '@tensorflow/tfjs';

// B images, H x W pixels, K classes, D features.

/** How pixels are stored. */
export interface CalibratePixelsOptions {
  /** `NHWC`: [B, H, W, C]; `NCHW`: [B, C, H, W], as PyTorch and most ONNX files have it. Default `NHWC`. */
  readonly layout?: 'NHWC' | 'NCHW';
}

/**
 * Calibrates the logits of every pixel with one magnitude and one margin a class and one confidence a pixel, in the form that the
 * calibration names (paper Eq. 4-5 and core's `calibrateLogits`). Differentiable by every argument.
 *
 * @param logits float32 [B, H, W, K], or [B, K, H, W]
 * @param features float32 [B, H, W, D], or [B, D, H, W], at the same pixels; null where there is no confidence layer
 * @returns float32, as `logits`
 * @throws TypeError if a dtype is not float32, or features are missing; RangeError if shapes disagree
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { calibratePixels } from '@disalign/segmentation';
 * const confidence = { form: 'rectified', weight: tf.tensor1d([1]), bias: tf.scalar(0) } as const;
 * const calibration = { form: 'blend', scale: tf.tensor1d([1, 1]), bias: tf.tensor1d([0, 4]), confidence } as const;
 * const logits = tf.tensor4d([[[[3, 1]]]]);
 * calibratePixels(logits, tf.tensor4d([[[[-20]]]]), calibration).print(); // [3, 3]: c is 1/2
 */
export function calibratePixels(
  logits: tf.Tensor4D,
  features: tf.Tensor4D | null,
  calibration: CalibrationTensors,
  { layout = 'NHWC' }: CalibratePixelsOptions = {},
): tf.Tensor4D {
  for (const [name, { rank, shape }] of Object.entries({ logits, features: features ?? logits })) {
    if (rank !== 4) throw new RangeError(`calibratePixels: \`${name}\` must be ${layout}, got [${shape}]`);
  }
  return calibrateLogits(logits, features, calibration, { classAxis: layout === 'NCHW' ? 1 : -1 });
}
