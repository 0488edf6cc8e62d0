import * as tf from '@tensorflow/tfjs';
import { oneHotLabels } from '../reweighting/one-hot-labels.js';

// N rows (all leading dimensions flattened), K classes.

/**
 * What the summed loss is divided by:
 * - `weights`: the sum of the class weights of the valid rows (PyTorch's weighted mean, the authors' classification code);
 * - `count`: the number of valid rows (paper Eq. 9);
 * - `all`: the number of rows, ignored ones included (the authors' segmentation code).
 */
export type LossReduction = 'weights' | 'count' | 'all';

/** How the rows of an alignment loss are weighted and averaged. */
export interface AlignmentLossOptions {
  /** [K] host numbers, see `classWeights`. Default: 1 for each class. */
  readonly classWeights?: ArrayLike<number>;
  /** Default `weights`. */
  readonly reduction?: LossReduction;
  /** Rows with this label do not count. Default -1. */
  readonly ignoreLabel?: number;
}

/**
 * Alignment loss: the KL divergence from the reference distribution to the model's, up to a constant; with a reference
 * that puts `w_c` on the true class this is class-weighted cross-entropy, `-(1/n) sum_i w_{y_i} log softmax(z_i)_{y_i}`
 * (paper Eq. 8-10); n as {@link LossReduction} says. Weights are rescaled by the largest one in the batch, so that
 * float32 reaches no 0/0 however steep they are. A label outside [0, K) that is not `ignoreLabel` makes the loss NaN;
 * so does a batch without a valid row, but not under the reduction `all`. Differentiable once, by the logits.
 *
 * @param logits float32 [..., K], calibrated; any finite size, -Infinity allowed off the true class
 * @param labels int32 [...]
 * @returns float32 scalar
 * @throws TypeError if logits are not float32 or labels not int32; RangeError if shapes disagree, or a weight is negative
 *   or not finite
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { alignmentLoss, classWeights } from '@disalign/core';
 * const logits = tf.tensor2d([[2, 0], [1, 3]]);
 * const labels = tf.tensor1d([0, 1], 'int32');
 * alignmentLoss(logits, labels, { classWeights: classWeights([90, 10], { rho: 1 }) }).print();
 */
export function alignmentLoss(logits: tf.Tensor, labels: tf.Tensor, options: AlignmentLossOptions = {}): tf.Scalar {
  const { reduction = 'weights', ignoreLabel = -1 } = options;
  const classes = logits.shape.at(-1) ?? 0;
  const weights = options.classWeights ?? new Float64Array(classes).fill(1);
  checkArguments(logits, labels, weights);
  return tf.tidy(() => {
    const rowLabels = tf.reshape(labels, [-1]);
    const valid = tf.notEqual(rowLabels, tf.scalar(ignoreLabel, 'int32'));
    const isClass = tf.logicalAnd(
      tf.greaterEqual(rowLabels, tf.scalar(0, 'int32')),
      tf.less(rowLabels, tf.scalar(classes, 'int32')),
    );
    // What is looked up for a label that is no class does not count.
    const places = tf.mul<tf.Tensor1D>(rowLabels, tf.cast(isClass, 'int32'));
    const losses = crossEntropyRows(tf.reshape(logits, [-1, classes]), places);
    const outOfRange = tf.logicalAnd(valid, tf.logicalNot(isClass));
    const { rowWeights, largest } = relativeWeights(places, tf.logicalAnd(valid, isClass), weights);
    const checked = tf.where(valid, tf.where(outOfRange, tf.fill(losses.shape, NaN), losses), tf.zerosLike(losses));
    const sum = tf.sum(tf.mul(checked, rowWeights));
    if (reduction === 'weights') return tf.div<tf.Scalar>(sum, tf.sum(rowWeights));
    const rows = reduction === 'count' ? tf.sum(tf.cast(valid, 'float32')) : tf.scalar(rowLabels.size);
    return tf.mul<tf.Scalar>(largest, tf.div(sum, rows));
  });
}

/** `log sum_j exp(z_j) - z_label` of each row [N, K]; its gradient is `softmax(z) - oneHot`. */
function crossEntropyRows(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const [rows, classes] = logits.shape;
  const rowLoss = tf.customGrad((z, save) => {
    const probabilities = tf.softmax(z as tf.Tensor2D);
    (save as tf.GradSaveFunc)([probabilities, labels]);
    const firstPlaces = tf.range(0, rows * classes, classes, 'int32');
    const atLabel = tf.gather(tf.reshape(z as tf.Tensor, [-1]), tf.add(firstPlaces, labels));
    // The sum of exp(z - largest) is 1 / the largest probability: exp never overflows.
    const logTotal = tf.neg(tf.log(tf.max(probabilities, 1)));
    return {
      value: tf.add(tf.sub(tf.max(z as tf.Tensor, 1), atLabel), logTotal),
      gradFunc: (upstream: tf.Tensor, [p, y]: tf.Tensor[]) =>
        tf.mul(tf.sub(p, oneHotLabels(y, classes)), tf.expandDims(upstream, 1)),
    };
  });
  return rowLoss(logits) as tf.Tensor1D;
}

/** Weights of the rows that count, divided by the largest in the batch, and that largest weight. The logarithms are taken in float64. */
function relativeWeights(labels: tf.Tensor1D, counted: tf.Tensor, weights: ArrayLike<number>) {
  // A finite stand-in for log 0: GPUs may not keep infinities.
  const logWeights = tf.tensor1d(Float32Array.from(weights, (w) => Math.max(Math.log(w), LOG_OF_ZERO)));
  const rowLogWeights = tf.where(counted, tf.gather(logWeights, labels), tf.fill(labels.shape, LOG_OF_ZERO));
  const largest = tf.max(rowLogWeights);
  const present = tf.cast(tf.greater(rowLogWeights, tf.scalar(LOG_OF_ZERO / 2)), 'float32');
  return { rowWeights: tf.mul(tf.exp(tf.sub(rowLogWeights, largest)), present), largest: tf.exp(largest) };
}

const LOG_OF_ZERO = -1e30;

function checkArguments(logits: tf.Tensor, labels: tf.Tensor, weights: ArrayLike<number>): void {
  const classes = logits.shape.at(-1) ?? 0;
  const rows = logits.shape.slice(0, -1);
  if (logits.dtype !== 'float32') {
    throw new TypeError(`alignmentLoss: \`logits\` must be float32, got ${logits.dtype}`);
  }
  if (labels.dtype !== 'int32') throw new TypeError(`alignmentLoss: \`labels\` must be int32, got ${labels.dtype}`);
  if (logits.rank === 0) throw new RangeError('alignmentLoss: `logits` must be [..., K], got a scalar');
  if (labels.rank !== rows.length || rows.some((size, i) => size !== labels.shape[i])) {
    throw new RangeError(
      `alignmentLoss: \`labels\` must be [${rows}], one per row of \`logits\`, got [${labels.shape}]`,
    );
  }
  if (weights.length !== classes) {
    throw new RangeError(`alignmentLoss: \`classWeights\` must hold ${classes} numbers, got ${weights.length}`);
  }
  for (let k = 0; k < classes; k++) {
    if (weights[k] >= 0 && weights[k] < Infinity) continue;
    throw new RangeError(`alignmentLoss: \`classWeights[${k}]\` must be finite and not negative, got ${weights[k]}`);
  }
}
