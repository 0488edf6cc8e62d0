import * as tf from '@tensorflow/tfjs';
import { confidenceOf, moveLogits } from '../calibration/calibrate-logits.js';
import { oneHotLabels } from '../reweighting/one-hot-labels.js';
import { ALIGN_SUMS, type AlignInputs } from './kernel-contract.js';
import { splitTheta } from './split-theta.js';

// N rows, B of them in the batch, K classes, D features.

/** The inputs of loss and gradients as tensors. */
export type AlignTensors = Readonly<Record<keyof AlignInputs, tf.Tensor>>;

/**
 * Twin of the fused loss and gradients, for every backend: the formulas of {@link alignmentOnHost} in tensor ops.
 *
 * @returns float32 [theta's size + 4]: gradient by theta; sums of weighted loss, weight, count and confidence
 */
export function alignComposed({ selection, classWeights, theta, ...all }: AlignTensors): tf.Tensor1D {
  const [rows] = selection.shape;
  const [, classes] = all.logits.shape;
  if (rows === 0) return tf.zeros([theta.size + ALIGN_SUMS]);
  return tf.tidy(() => {
    const { scaleChange, bias, confidence: layer } = splitTheta(theta, classes);
    const [logits, labels] = [all.logits, all.labels].map((tensor) => tf.gather(tensor, selection));
    const features = layer && tf.gather(all.features, selection);
    const valid = tf.cast(tf.greaterEqual(labels, tf.scalar(0, 'int32')), 'float32');
    const rowWeights = tf.mul(tf.gather(classWeights, tf.maximum(labels, tf.scalar(0, 'int32'))), valid);
    const c = layer && features ? confidenceOf(features, layer) : tf.ones([rows, 1]);
    // A logit of -Infinity has no part in the gradient, and 0 times a finite number says so.
    const finite = tf.maximum(logits, tf.scalar(LOWEST));

    const calibrated = moveLogits(finite, c, { scaleChange, bias });
    const shifted = tf.sub(calibrated, tf.max(calibrated, 1, true));
    const label = oneHotLabels(labels, classes);
    const exponentials = tf.exp(shifted);
    const totals = tf.sum(exponentials, 1, true);
    const atLabel = tf.sum(tf.mul(label, shifted), 1);
    const losses = tf.mul(rowWeights, tf.sub(tf.reshape(tf.log(totals), [rows]), atLabel));

    // p - 1 at the label is minus the other p, which keep their digits where p is near 1.
    const offLabel = tf.mul(exponentials, tf.sub(tf.scalar(1), label));
    const residuals = tf.div(tf.sub(offLabel, tf.mul(label, tf.sum(offLabel, 1, true))), totals);
    const byCalibrated = tf.mul(residuals, tf.expandDims(rowWeights, 1));
    const byMargin = tf.mul(byCalibrated, c);
    const gradients: tf.Tensor[] = [tf.sum(tf.mul(byMargin, finite), 0), tf.sum(byMargin, 0)];
    if (layer && features) {
      const moves = tf.add(tf.mul(finite, scaleChange), bias);
      const byConfidence = tf.sum(tf.mul(byCalibrated, moves), 1, true);
      const byScore = tf.mul(byConfidence, tf.mul(c, tf.sub(tf.scalar(1), c)));
      gradients.push(tf.matMul(tf.reshape(byScore, [1, rows]), features).as1D(), tf.reshape(tf.sum(byScore), [1]));
    }
    const sums = [losses, rowWeights, valid, tf.mul(tf.reshape(c, [rows]), valid)].map((values) => tf.sum(values));
    return tf.concat1d([...gradients.map((gradient) => gradient.as1D()), tf.stack(sums).as1D()]);
  });
}

/** Far below any logit, and its products with a scale are still finite in float32. */
const LOWEST = -1e30;
