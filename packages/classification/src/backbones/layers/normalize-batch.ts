import * as tf from '@tensorflow/tfjs';
import { averageChannels } from './average-channels.js';
import { scaleAndShiftChannels } from './scale-and-shift-channels.js';

// N samples, H height, W width, C channels; M = N H W values per channel.

/** Whether batch statistics normalise a layer and move its running ones, or the running ones do. */
export type BackboneMode = 'training' | 'evaluation';

/** The parameters of one batch normalisation, each [C]; the running ones are moved by training and have no gradient. */
export interface BatchNormalization {
  readonly weight: tf.Variable;
  readonly bias: tf.Variable;
  readonly runningMean: tf.Variable;
  readonly runningVariance: tf.Variable;
}

// PyTorch's defaults.
export const NORMALIZATION_EPSILON = 1e-5;
const MOMENTUM = 0.1;

/**
 * Batch normalisation as in PyTorch's `BatchNorm2d`: `weight (x - mean) / sqrt(variance + 1e-5) + bias` by channel.
 *
 * In `training` mean and variance (divided by M) are those of the batch, and each running statistic moves a tenth of
 * the way to the batch's (the running variance to the one divided by M - 1): a side effect on the two variables.
 *
 * @param values [N, H, W, C] float32
 * @returns [N, H, W, C]
 * @throws RangeError in training, when there is but one value per channel
 */
export function normalizeBatch(values: tf.Tensor4D, layer: BatchNormalization, mode: BackboneMode): tf.Tensor4D {
  return tf.tidy(() => {
    if (mode === 'evaluation') {
      const scale: tf.Tensor1D = tf.mul(layer.weight, inverseDeviation(layer.runningVariance));
      const shift: tf.Tensor1D = tf.sub(layer.bias, tf.mul(layer.runningMean, scale));
      return scaleAndShiftChannels(values, scale, shift);
    }
    const count = values.size / values.shape[3];
    if (count < 2)
      throw new RangeError(`normalizeBatch: \`values\` must hold two values per channel, got [${values.shape}]`);
    return normalizeByBatchStatistics(values, layer, (mean, variance) => {
      moveTowards(layer.runningMean, mean);
      moveTowards(layer.runningVariance, tf.mul(variance, count / (count - 1)));
    });
  });
}

function normalizeByBatchStatistics(
  values: tf.Tensor4D,
  layer: BatchNormalization,
  observe: (mean: tf.Tensor1D, variance: tf.Tensor1D) => void,
): tf.Tensor4D {
  const operation = tf.customGrad((...args) => {
    const [x, weight, bias, save] = args as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const mean = averageChannels(x);
    const centred = scaleAndShiftChannels(x, tf.onesLike(mean), tf.neg(mean));
    const variance = averageChannels(tf.square(centred));
    observe(mean, variance);
    const inverse = inverseDeviation(variance);
    save([centred, weight, inverse]);
    const value = scaleAndShiftChannels(centred, tf.mul(weight, inverse), bias);
    return { value, gradFunc: (dy, saved) => batchNormalizationGradients(dy as tf.Tensor4D, saved) };
  });
  return operation(values, layer.weight, layer.bias) as tf.Tensor4D;
}

/**
 * With u = (x - mean) inverse, g the output's gradient and means over the M values of a channel:
 * `dx = weight inverse (g - mean(g) - u mean(g u))`, `dweight = M mean(g u)`, `dbias = M mean(g)`.
 */
function batchNormalizationGradients(gradient: tf.Tensor4D, saved: tf.Tensor[]): tf.Tensor[] {
  const [centred, weight, inverse] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
  const count = gradient.size / gradient.shape[3];
  const meanGradient = averageChannels(gradient);
  const meanProduct: tf.Tensor1D = tf.mul(averageChannels(tf.mul(gradient, centred)), inverse);
  const scale: tf.Tensor1D = tf.mul(weight, inverse);
  const fromCentred: tf.Tensor1D = tf.neg(tf.mul<tf.Tensor1D>(scale, tf.mul(inverse, meanProduct)));
  const direct = scaleAndShiftChannels(gradient, scale, tf.neg(tf.mul<tf.Tensor1D>(scale, meanGradient)));
  const throughStatistics = scaleAndShiftChannels(centred, fromCentred, tf.zerosLike(scale));
  return [tf.add(direct, throughStatistics), tf.mul(meanProduct, count), tf.mul(meanGradient, count)];
}

function inverseDeviation(variance: tf.Tensor): tf.Tensor1D {
  return tf.rsqrt(tf.add<tf.Tensor1D>(variance, NORMALIZATION_EPSILON));
}

function moveTowards(running: tf.Variable, observed: tf.Tensor): void {
  running.assign(tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(observed, MOMENTUM)));
}
