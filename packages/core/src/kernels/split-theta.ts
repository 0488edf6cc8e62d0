import * as tf from '@tensorflow/tfjs';
import type { ConfidenceTensors } from '../calibration/calibrate-logits.js';

/** The parts of theta, see the contract of the kernels. */
export interface ThetaParts {
  /** [K] */
  readonly scaleChange: tf.Tensor1D;
  /** [K] */
  readonly bias: tf.Tensor1D;
  readonly confidence: ConfidenceTensors | null;
}

/** Takes theta apart; there is a confidence layer if it goes on after the K biases. */
export function splitTheta(theta: tf.Tensor, classes: number): ThetaParts {
  const parameters = theta.as1D();
  const featureSize = parameters.size - 2 * classes - 1;
  return {
    scaleChange: tf.slice1d(parameters, 0, classes),
    bias: tf.slice1d(parameters, classes, classes),
    confidence:
      featureSize < 0
        ? null
        : {
            weight: tf.slice1d(parameters, 2 * classes, featureSize),
            bias: tf.slice1d(parameters, 2 * classes + featureSize, 1).asScalar(),
          },
  };
}
