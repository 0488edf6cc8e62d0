import * as tf from '@tensorflow/tfjs';
import { oneHotLabels } from './one-hot-labels.js';

/**
 * Reference distribution of generalized re-weighting: `p_r(y = c | x_i) = w_c` on the true class c of row i and 0
 * elsewhere (paper Eq. 10). Rows sum to w_c, not to 1, which is why the KL divergence to it is, up to a constant,
 * class-weighted cross-entropy: see {@link alignmentLoss}, which never builds this matrix.
 *
 * @param labels int32 [...] class indices; a row with a label outside [0, K) is all zero
 * @param classWeights [K], see `classWeights`
 * @returns float32 [..., K]
 * @throws TypeError if labels are not int32
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import { classWeights, referenceDistribution } from '@disalign/core';
 * referenceDistribution(tf.tensor1d([2, 0], 'int32'), classWeights([1280, 100, 5], { rho: 1 })).print();
 */
export function referenceDistribution(labels: tf.Tensor, classWeights: ArrayLike<number>): tf.Tensor {
  if (labels.dtype !== 'int32') {
    throw new TypeError(`referenceDistribution: \`labels\` must be int32, got ${labels.dtype}`);
  }
  return tf.tidy(() => {
    const weights = tf.tensor1d(Float32Array.from(classWeights));
    return tf.mul(oneHotLabels(labels, weights.size), weights);
  });
}
