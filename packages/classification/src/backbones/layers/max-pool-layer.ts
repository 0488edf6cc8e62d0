import * as tf from '@tensorflow/tfjs';
import type { Layer } from './layer.js';

/**
 * PyTorch's `MaxPool2d(3, stride=2, padding=1)` of values that are nowhere negative, say behind ReLU: padding with zeros is
 * then as good as with minus infinity. [N, H, W, C] -> [N, ceil(H / 2), ceil(W / 2), C]
 *
 * The wasm backend has no gradient for its pooling: there training takes the largest of rows, then of columns.
 */
export const maxPoolLayer: Layer = {
  parameters: [],
  apply: (_, input, mode) => (mode === 'training' && tf.getBackend() === 'wasm' ? composePool(input) : pool(input)),
  freeze: () => ({ tensors: [], run: pool }),
};

function pool(input: tf.Tensor4D): tf.Tensor4D {
  return tf.maxPool(padImages(input), 3, 2, 'valid');
}

function padImages(input: tf.Tensor4D): tf.Tensor4D {
  // An even side is not read to the end of its padding.
  const [rows, columns] = [1, 2].map((axis): [number, number] => [1, input.shape[axis] % 2]);
  return tf.pad4d(input, [[0, 0], rows, columns, [0, 0]]);
}

/** The same by operations that have gradients everywhere; of equal values the gradient goes to one. */
function composePool(input: tf.Tensor4D): tf.Tensor4D {
  const padded = padImages(input);
  const [samples, height, width, channels] = padded.shape;
  const rows = largestOfThree(tf.reshape(padded, [samples, height, width * channels]));
  const pooledHeight = rows.shape[1];
  const columns = largestOfThree(tf.reshape(rows, [samples * pooledHeight, width, channels]));
  return tf.reshape(columns, [samples, pooledHeight, columns.shape[1], channels]);
}

/** Maxima over windows of three positions, every second position: [B, 2 L + 1, M] -> [B, L, M]. */
function largestOfThree(values: tf.Tensor3D): tf.Tensor3D {
  const [batch, length, size] = values.shape;
  const windows = (length - 1) / 2;
  // An even position and the odd one behind it lie in one row.
  const pairs = tf.reshape(tf.slice3d(values, [0, 0, 0], [batch, 2 * windows, size]), [batch, windows, 2 * size]);
  const [even, odd] = tf.split<tf.Tensor3D>(pairs, 2, 2);
  const last = tf.slice3d(values, [0, length - 1, 0], [batch, 1, size]);
  const next = windows === 1 ? last : tf.concat([tf.slice3d(even, [0, 1, 0], [batch, windows - 1, size]), last], 1);
  return tf.maximum(tf.maximum(even, odd), next);
}
