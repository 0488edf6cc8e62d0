import * as tf from '@tensorflow/tfjs';

// N rows, D features in G equal parts.

/** What a norm is at least, as in PyTorch: a part of zeros stays zero. */
export const LEAST_NORM = 1e-12;

/** Vectors [..., D] whose G parts are each divided by their length: `x^g / max(|x^g|, 1e-12)`. Differentiable. */
export function unitParts<T extends tf.Tensor>(vectors: T, parts = 1): T {
  const size = vectors.shape.at(-1) ?? 0;
  const split = parts === 1 ? vectors : tf.reshape(vectors, [...vectors.shape.slice(0, -1), parts, size / parts]);
  // The floor is under the root, whose gradient at 0 would be infinite: a zero row then has a finite one, as in PyTorch.
  const squaredNorms = tf.maximum(tf.sum(tf.square(split), -1, true), tf.scalar(LEAST_NORM ** 2));
  return tf.reshape<tf.Rank>(tf.div(split, tf.sqrt(squaredNorms)), vectors.shape) as T;
}

/** The same on the host, summed in float64: features [N, D]. */
export function unitPartsOnHost(features: Float32Array, partSize: number): Float32Array {
  const units = new Float32Array(features.length);
  for (let start = 0; start < features.length; start += partSize) {
    let squares = 0;
    for (let i = start; i < start + partSize; i++) squares += features[i] * features[i];
    const norm = Math.max(Math.sqrt(squares), LEAST_NORM);
    for (let i = start; i < start + partSize; i++) units[i] = features[i] / norm;
  }
  return units;
}
