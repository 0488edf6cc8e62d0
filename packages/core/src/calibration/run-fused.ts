import * as tf from '@tensorflow/tfjs';
import { CALIBRATE_KERNEL, CALIBRATE_PLANES_KERNEL } from '../kernels/kernel-contract.js';
import { runIfRegistered } from '../kernels/run-if-registered.js';
import type { ConfidenceTensors } from './calibrate-logits.js';

/** The parameters of a calibration, and where classes and features lie. */
export interface FusedParts {
  readonly scaleChange: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly layer: ConfidenceTensors | null;
  readonly classAxis: -1 | 1;
}

/** Calibrates by a kernel, in its shape: [N, K], or [B, K, P]; null where the active backend has none for this. */
export function runFused(
  logits: tf.Tensor,
  features: tf.Tensor | null,
  { scaleChange, bias, layer, classAxis }: FusedParts,
): tf.Tensor | null {
  if (layer?.form === 'rectified') return null; // the kernels have the paper's
  const [classes, featureSize] = [bias.shape[0], layer?.weight.shape[0] ?? 0];
  const inputs = (shapeOf: (channels: number) => number[]) => ({
    logits: tf.reshape(logits, shapeOf(classes)),
    features: features && layer ? tf.reshape(features, shapeOf(featureSize)) : tf.zeros(shapeOf(0)),
    theta: tf.concat1d([scaleChange, bias, ...(layer ? [layer.weight, layer.bias.as1D()] : [])]),
  });
  if (classAxis === -1) {
    const rows = logits.size / classes;
    return runIfRegistered(CALIBRATE_KERNEL, () => inputs((channels) => [rows, channels]));
  }
  const [images] = logits.shape;
  const pixels = logits.size / (images * classes);
  return runIfRegistered(CALIBRATE_PLANES_KERNEL, () => inputs((channels) => [images, channels, pixels]));
}
