import * as tf from '@tensorflow/tfjs';

/**
 * Twice the height and the width, bilinear, as PyTorch's `interpolate(scale_factor=2, mode='bilinear', align_corners=False)`: each new
 * pixel is 3/4 of the one it lies in and 1/4 of that one's neighbour. TensorFlow.js' own resize has another gradient.
 *
 * @param map [N, H, W, C]
 * @returns [N, 2 H, 2 W, C]
 */
export function enlargeTwice(map: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => doubleAxis(doubleAxis(map, 1), 2));
}

function doubleAxis(map: tf.Tensor4D, axis: 1 | 2): tf.Tensor4D {
  const length = map.shape[axis];
  const part = (start: number, count: number): tf.Tensor4D => {
    const [begin, size] = [[0, 0, 0, 0], [...map.shape]];
    begin[axis] = start;
    size[axis] = count;
    return tf.slice(map, begin, size);
  };
  const [first, last] = [part(0, 1), part(length - 1, 1)];
  const before = length === 1 ? first : tf.concat([first, part(0, length - 1)], axis);
  const after = length === 1 ? last : tf.concat([part(1, length - 1), last], axis);
  const mix = (neighbour: tf.Tensor4D) => tf.add(tf.mul(map, 3 / 4), tf.mul(neighbour, 1 / 4));
  const doubled: [number, number, number, number] = [...map.shape];
  doubled[axis] *= 2;
  return tf.reshape(tf.stack([mix(before), mix(after)], axis + 1), doubled);
}
