import * as tf from '@tensorflow/tfjs';
import type { HeadArrays } from './head-arrays.js';
import { checkHead } from './head-logits-on-host.js';
import { linearLogits } from './linear-logits.js';
import { unitParts } from './unit-parts.js';

// N rows, D features, K classes.

/**
 * Logits of a head of any kind on the backend that runs, in float32: `z_j = w_j . x + b_j`, of unit features where the head
 * says so.
 *
 * @param features float32 [N, D], row-major
 * @returns float32 [N, K], row-major
 * @throws RangeError when weight, bias, parts or features do not fit K and D
 * @example
 * import { headLogits, startBackend } from '@disalign/core';
 * await startBackend('cpu');
 * const head = { classes: 2, featureSize: 2, weight: Float32Array.of(1, 0, 1, 1), bias: null, unitParts: null };
 * await headLogits(Float32Array.of(1, 2), head); // [1, 3]
 */
export async function headLogits(features: Float32Array, head: HeadArrays): Promise<Float32Array> {
  const { classes, featureSize, weight, bias } = head;
  const rows = checkHead('headLogits', features, head);
  if (rows === 0) return new Float32Array(0);
  const logits = tf.tidy(() => {
    const x = tf.tensor2d(features, [rows, featureSize]);
    const tensors = {
      weight: tf.tensor2d(weight, [classes, featureSize]),
      bias: bias && tf.tensor1d(bias),
    };
    return linearLogits(head.unitParts === null ? x : unitParts(x, head.unitParts), tensors);
  });
  try {
    return (await logits.data<'float32'>()).slice();
  } finally {
    logits.dispose();
  }
}
