import * as tf from '@tensorflow/tfjs';
import type { Calibration, CalibrationForm, ConfidenceForm } from './calibration.js';
import { foldStandardization } from './fold-standardization.js';
import { identityScale } from './identity-calibration.js';
import { runFused } from './run-fused.js';

// K classes, D features; leading dimensions are free (samples, pixels, regions).

/** The confidence layer as tensors, on raw features (standardisation folded in). */
export interface ConfidenceTensors {
  /** Left out: `sigmoid`. */
  readonly form?: ConfidenceForm;
  /** float32 [D] */
  readonly weight: tf.Tensor1D;
  /** float32 scalar */
  readonly bias: tf.Scalar;
}

/** A calibration as tensors or variables; gradients flow to each of them. */
export interface CalibrationTensors {
  readonly form: CalibrationForm;
  /** float32 [K] */
  readonly scale: tf.Tensor1D;
  /** float32 [K] */
  readonly bias: tf.Tensor1D;
  /** null: c = 1 for every row. */
  readonly confidence: ConfidenceTensors | null;
}

/** How logits and features are stored. */
export interface CalibrateLogitsOptions {
  /** The axis of classes and features: the last one, or 1, as channels of images [B, K, H, W]. Default -1. */
  readonly classAxis?: -1 | 1;
}

/**
 * Calibrates logits: `(1 + c u) z + c bias` with `u = scale - 1` in the blend form, which is
 * `c (scale z + bias) + (1 - c) z` (paper Eq. 4-5), and `u = scale` in the additive form (paper Eq. 6).
 * The confidence is `confidenceOf` the features, one number per row, or 1 where there is no confidence layer.
 * Differentiable by every argument.
 *
 * @param logits float32 [..., K], or [B, K, ...] with `classAxis` 1; -Infinity stays -Infinity where the magnitude is positive, but makes
 *   its gradient NaN
 * @param features float32 [..., D], or [B, D, ...], with the same other dimensions; null where there is no confidence layer
 * @returns float32, as `logits`
 * @throws TypeError if a dtype is not float32, or features are missing; RangeError if shapes disagree
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { calibrateLogits } from '@disalign/core';
 * const calibration = { form: 'blend', scale: tf.tensor1d([1, 2]), bias: tf.tensor1d([0, 0.5]), confidence: null } as const;
 * calibrateLogits(tf.tensor2d([[3, 1]]), null, calibration).print(); // [[3, 2.5]]
 */
export function calibrateLogits<T extends tf.Tensor>(
  logits: T,
  features: tf.Tensor | null,
  calibration: CalibrationTensors,
  { classAxis = -1 }: CalibrateLogitsOptions = {},
): T {
  checkShapes(logits, features, calibration, classAxis);
  return tf.tidy(() => {
    const { form, scale, bias, confidence: layer } = calibration;
    const scaleChange = identityScale(form) === 0 ? scale : tf.sub<tf.Tensor1D>(scale, tf.scalar(1));
    // A kernel leaves no gradient: where one is asked for, the ops below it are needed.
    const fused = tf.engine().isTapeOn() ? null : runFused(logits, features, { scaleChange, bias, layer, classAxis });
    if (fused) return tf.reshape<tf.Rank>(fused, logits.shape) as T;
    const toRows = (map: tf.Tensor) => (classAxis === 1 ? moveAxis(map, 1, map.rank - 1) : map);
    const confidence = features && layer && confidenceOf(toRows(features), layer);
    const moved = moveLogits(toRows(logits), confidence, { scaleChange, bias });
    return (classAxis === 1 ? moveAxis(moved, moved.rank - 1, 1) : moved) as T;
  });
}

/** Moves one axis to another place among the rest. */
function moveAxis(tensor: tf.Tensor, from: number, to: number): tf.Tensor {
  const axes = tensor.shape.map((_, axis) => axis).filter((axis) => axis !== from);
  axes.splice(to, 0, from);
  return tf.transpose(tensor, axes);
}

/** `(1 + c u) z + c b`: the one place of the formula in tensor ops. `confidence` [..., 1], null for 1. */
export function moveLogits<T extends tf.Tensor>(
  logits: T,
  confidence: tf.Tensor | null,
  { scaleChange, bias }: { scaleChange: tf.Tensor1D; bias: tf.Tensor1D },
): T {
  const magnitude = confidence ? tf.mul(confidence, scaleChange) : scaleChange;
  const margin = confidence ? tf.mul(confidence, bias) : bias;
  return tf.add<T>(tf.mul(logits, tf.add(magnitude, tf.scalar(1))), margin);
}

/**
 * The confidence of each row: `c = sigmoid(weight . x + bias)`, in (0, 1); rectified `max(c, 1/2)`, which is
 * `sigmoid(max(weight . x + bias, 0))`.
 *
 * @param features float32 [..., D]
 * @returns float32 [..., 1]
 * @throws RangeError if the last dimension is not D
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { confidenceOf } from '@disalign/core';
 * confidenceOf(tf.tensor2d([[1, 2]]), { weight: tf.tensor1d([1, -0.5]), bias: tf.scalar(0) }).print(); // [[0.5]]
 */
export function confidenceOf(features: tf.Tensor, layer: ConfidenceTensors): tf.Tensor {
  const featureSize = layer.weight.shape[0];
  if (features.shape.at(-1) !== featureSize) {
    throw new RangeError(`confidenceOf: \`features\` must be [..., ${featureSize}], got [${features.shape}]`);
  }
  return tf.tidy(() => {
    const rows = tf.reshape(features, [-1, featureSize]);
    const scores = tf.add(tf.matMul(rows, tf.reshape(layer.weight, [featureSize, 1])), layer.bias);
    const raw = tf.sigmoid(scores);
    const confidence = layer.form === 'rectified' ? tf.maximum(raw, tf.scalar(0.5)) : raw;
    return tf.reshape(confidence, [...features.shape.slice(0, -1), 1]);
  });
}

/**
 * A calibration as float32 tensors, its standardisation folded in (in float64). The caller disposes them.
 *
 * @example
 * import { calibrationTensors, identityCalibration } from '@disalign/core';
 * calibrationTensors(identityCalibration(10)).scale.print();
 */
export function calibrationTensors(calibration: Calibration): CalibrationTensors {
  const folded = calibration.confidence && foldStandardization(calibration.confidence);
  return {
    form: calibration.form,
    scale: tf.tensor1d(Float32Array.from(calibration.scale)),
    bias: tf.tensor1d(Float32Array.from(calibration.bias)),
    confidence: folded && {
      form: folded.form,
      weight: tf.tensor1d(Float32Array.from(folded.weight)),
      bias: tf.scalar(folded.bias),
    },
  };
}

function checkShapes(
  logits: tf.Tensor,
  features: tf.Tensor | null,
  { scale, bias, confidence }: CalibrationTensors,
  axis: -1 | 1,
): void {
  const classes = scale.shape[0];
  const form = (size: number) => (axis === 1 ? `[B, ${size}, ...]` : `[..., ${size}]`);
  if (logits.dtype !== 'float32') {
    throw new TypeError(`calibrateLogits: \`logits\` must be float32, got ${logits.dtype}`);
  }
  if (logits.shape.at(axis) !== classes) {
    throw new RangeError(`calibrateLogits: \`logits\` must be ${form(classes)}, got [${logits.shape}]`);
  }
  if (bias.shape[0] !== classes) {
    throw new RangeError(`calibrateLogits: \`bias\` must be [${classes}] like \`scale\`, got [${bias.shape}]`);
  }
  if (!confidence) return;
  if (!features)
    throw new TypeError('calibrateLogits: `features` must be a tensor, as there is a confidence layer, got null');
  if (features.dtype !== 'float32') {
    throw new TypeError(`calibrateLogits: \`features\` must be float32, got ${features.dtype}`);
  }
  const others = ({ shape }: tf.Tensor) => shape.toSpliced(axis, 1);
  const [rows, expected] = [others(features), others(logits)];
  if (rows.length !== expected.length || rows.some((size, i) => size !== expected[i])) {
    const name = axis === 1 ? 'other' : 'leading';
    throw new RangeError(
      `calibrateLogits: \`features\` must have the ${name} dimensions [${expected}] of \`logits\`, got [${rows}]`,
    );
  }
  const featureSize = confidence.weight.shape[0];
  if (axis === 1 && features.shape[1] !== featureSize) {
    throw new RangeError(`calibrateLogits: \`features\` must be ${form(featureSize)}, got [${features.shape}]`);
  }
}
