import { calibrateLogits, confidenceOf, type CalibrationTensors } from '@disalign/core';
import * as tf from '@tensorflow/tfjs';

// B images, H x W pixels, K classes, D features.

/**
 * The confidence of a pixel, `s = w . x + b`:
 * - `sigmoid`: `sigmoid(s)`, the paper's;
 * - `rectified`: `sigmoid(max(s, 0))`, the authors' segmentation code, whose 1 x 1 convolution ends in a ReLU: never below 1/2.
 */
export type PixelConfidence = 'sigmoid' | 'rectified';

/** How pixels are stored, and which confidence is meant. */
export interface CalibratePixelsOptions {
  /** Default `sigmoid`. */
  readonly confidence?: PixelConfidence;
  /** `NHWC`: [B, H, W, C], the faster one; `NCHW`: [B, C, H, W], which is transposed on the way. Default `NHWC`. */
  readonly layout?: 'NHWC' | 'NCHW';
}

/**
 * Calibrates the logits of every pixel with one magnitude and one margin a class and one confidence a pixel (paper Eq. 4-5 and core's
 * `calibrateLogits`). Differentiable by every argument.
 *
 * @param logits float32 [B, H, W, K], or [B, K, H, W]
 * @param features float32 [B, H, W, D], or [B, D, H, W], at the same pixels; null where there is no confidence layer
 * @returns float32, as `logits`
 * @throws TypeError if a dtype is not float32, or features are missing; RangeError if shapes disagree
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { calibratePixels } from '@disalign/segmentation';
 * const confidence = { weight: tf.tensor1d([1]), bias: tf.scalar(0) };
 * const calibration = { form: 'blend', scale: tf.tensor1d([1, 1]), bias: tf.tensor1d([0, 4]), confidence } as const;
 * const logits = tf.tensor4d([[[[3, 1]]]]);
 * calibratePixels(logits, tf.tensor4d([[[[-20]]]]), calibration).print(); // [3, 1]: c is 0
 * calibratePixels(logits, tf.tensor4d([[[[-20]]]]), calibration, { confidence: 'rectified' }).print(); // [3, 3]: c is 1/2
 */
export function calibratePixels(
  logits: tf.Tensor4D,
  features: tf.Tensor4D | null,
  calibration: CalibrationTensors,
  { confidence = 'sigmoid', layout = 'NHWC' }: CalibratePixelsOptions = {},
): tf.Tensor4D {
  for (const [name, { rank, shape }] of Object.entries({ logits, features: features ?? logits })) {
    if (rank !== 4) throw new RangeError(`calibratePixels: \`${name}\` must be ${layout}, got [${shape}]`);
  }
  return tf.tidy(() => {
    if (layout === 'NHWC') return calibrate(logits, features, calibration, confidence);
    const pixelMajor = (map: tf.Tensor4D) => tf.transpose(map, [0, 2, 3, 1]);
    const calibrated = calibrate(pixelMajor(logits), features && pixelMajor(features), calibration, confidence);
    return tf.transpose(calibrated, [0, 3, 1, 2]);
  });
}

function calibrate(
  logits: tf.Tensor4D,
  features: tf.Tensor4D | null,
  calibration: CalibrationTensors,
  confidence: PixelConfidence,
): tf.Tensor4D {
  const layer = calibration.confidence;
  if (confidence === 'sigmoid' || layer === null || features === null) {
    return calibrateLogits(logits, features, calibration);
  }
  // sigmoid(max(s, 0)) = max(sigmoid(s), 1/2). Calibrated logits are linear in c: those at c = 1 are blended with the raw ones.
  const rectified = tf.maximum(confidenceOf(features, layer), tf.scalar(0.5));
  const full = calibrateLogits(logits, null, { ...calibration, confidence: null });
  return tf.add(logits, tf.mul(rectified, tf.sub(full, logits)));
}
