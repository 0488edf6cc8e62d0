import * as tf from '@tensorflow/tfjs';
import { confidenceOf, moveLogits } from '../calibration/calibrate-logits.js';
import type { CalibrateInputs } from './kernel-contract.js';
import { splitTheta } from './split-theta.js';

/** The inputs of the forward pass as tensors. */
export type CalibrateTensors = Readonly<Record<keyof CalibrateInputs, tf.Tensor>>;

/** Twin of the fused forward pass, for every backend: `(1 + c u) z + c b`, float32 [N, K]. */
export function calibrateComposed({ logits, features, theta }: CalibrateTensors): tf.Tensor2D {
  return tf.tidy(() => {
    const { scaleChange, bias, confidence } = splitTheta(theta, logits.shape[1] ?? 0);
    const c = confidence && confidenceOf(features, confidence);
    return moveLogits(logits as tf.Tensor2D, c, { scaleChange, bias });
  });
}
