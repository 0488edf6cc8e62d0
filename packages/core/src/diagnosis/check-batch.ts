import * as tf from '@tensorflow/tfjs';
import type { AlignTensors } from '../kernels/align-composed.js';
import { alignOnHost } from '../kernels/align-on-host.js';
import { ALIGN_SUMS } from '../kernels/kernel-contract.js';
import { thetaOf } from '../kernels/theta-of.js';
import type { FoldedCalibration, LabelledHostRows } from '../losses/alignment-on-host.js';
import { createRandom } from '../random/create-random.js';

// N rows, D features, K classes.

/** A batch to compute loss and gradients of. */
export interface CheckBatch {
  readonly batch: LabelledHostRows & { readonly features: Float32Array; readonly logits: Float32Array };
  readonly calibration: FoldedCalibration;
  readonly classWeights: Float64Array;
}

/** Features, logits, parameters and weights like those of a network in the middle of a fit; the same on every run. */
export function drawCheckBatch(rows: number, featureSize: number, classes: number): CheckBatch {
  const random = createRandom(3, rows, featureSize, classes);
  const uniform = (length: number, largest: number, middle = 0): Float32Array =>
    Float32Array.from({ length }, () => middle + largest * (2 * random.nextFloat() - 1));
  return {
    batch: {
      rows,
      features: uniform(rows * featureSize, 1.5),
      logits: uniform(rows * classes, 5),
      labels: Int32Array.from({ length: rows }, () => random.nextInt(classes)),
    },
    calibration: {
      form: 'blend',
      scale: Float64Array.from(uniform(classes, 0.5, 1)),
      bias: Float64Array.from(uniform(classes, 1)),
      confidence: { weight: Float64Array.from(uniform(featureSize, 0.05)), bias: 0.5 },
    },
    classWeights: Float64Array.from(uniform(classes, 1, 1)),
  };
}

/** The same on the backend that runs. */
export function checkTensors({ batch, calibration, classWeights }: CheckBatch): AlignTensors {
  const { rows, features, logits, labels } = batch;
  return {
    features: tf.tensor2d(features, [rows, features.length / rows], 'float32'),
    logits: tf.tensor2d(logits, [rows, logits.length / rows], 'float32'),
    theta: tf.tensor1d(thetaOf(calibration)),
    labels: tf.tensor1d(labels, 'int32'),
    classWeights: tf.tensor1d(Float32Array.from(classWeights)),
    selection: tf.range(0, rows, 1, 'int32'),
  };
}

/**
 * How far loss and gradients are from float64: the largest difference over the largest value, the worst of the gradients by
 * scale, bias and confidence, and of the loss.
 */
export function errorOf(values: Float32Array, { batch, calibration, classWeights }: CheckBatch): number {
  const exact = alignOnHost(batch, calibration, classWeights);
  const classes = calibration.scale.length;
  const ends = [classes, 2 * classes, exact.length - ALIGN_SUMS, exact.length - ALIGN_SUMS + 1];
  return Math.max(...ends.map((end, part) => relativeError(values, exact, { start: ends[part - 1] ?? 0, end })));
}

function relativeError(
  values: Float32Array,
  exact: Float64Array,
  { start, end }: { start: number; end: number },
): number {
  let [difference, largest] = [0, 0];
  for (let i = start; i < end; i++) {
    difference = Math.max(difference, Math.abs(values[i] - exact[i]));
    largest = Math.max(largest, Math.abs(exact[i]));
  }
  return difference / largest;
}
