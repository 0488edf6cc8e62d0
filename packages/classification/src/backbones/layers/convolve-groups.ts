import * as tf from '@tensorflow/tfjs';

// C channels in, F channels out, k filter size.

/** Side of the square of channels that one dense convolution takes, at least: below it a convolution is too small to be fast. */
const CHANNELS_AT_ONCE = 64;

/**
 * The filters of a grouped convolution as those of a few dense ones, of which each takes as many groups as make up 64 channels: their
 * filters stand on the diagonal, between zeros. TensorFlow.js has no grouped convolution.
 *
 * @param filter [k, k, C / groups, F], PyTorch's transposed by (2, 3, 1, 0)
 * @returns P filters [k, k, C / P, F / P]
 */
export function splitGroups(filter: tf.Tensor4D, groups: number): tf.Tensor4D[] {
  const [, , channels, filters] = filter.shape;
  const together = groupsTogether(groups, channels);
  const parts = splitChannels(filter, groups / together);
  if (together === 1) return parts;
  const diagonal = diagonalOfOnes(together, channels, filters / groups);
  return parts.map((part) => tf.mul(tf.tile(part, [1, 1, together, 1]), diagonal));
}

/** A grouped convolution: `convolve` takes each part of the channels by its filter of {@link splitGroups}. */
export function convolveGroups(
  input: tf.Tensor4D,
  filters: readonly tf.Tensor4D[],
  convolve: (part: tf.Tensor4D, filter: tf.Tensor4D, place: number) => tf.Tensor4D,
): tf.Tensor4D {
  const parts = splitChannels(input, filters.length);
  if (parts.length === 1) return convolve(input, filters[0], 0);
  return tf.concat(
    filters.map((filter, place) => convolve(parts[place], filter, place)),
    3,
  );
}

/** The gradient of `tf.split` cannot do with a single part. */
function splitChannels(values: tf.Tensor4D, parts: number): tf.Tensor4D[] {
  return parts === 1 ? [values] : tf.split(values, parts, 3);
}

/** The least divisor of `groups` that makes enough channels; all, where none does. */
function groupsTogether(groups: number, channelsOfGroup: number): number {
  for (let together = 1; together < groups; together++) {
    if (groups % together === 0 && together * channelsOfGroup >= CHANNELS_AT_ONCE) return together;
  }
  return groups;
}

/** [1, 1, groups C, groups F]: 1 where channel in and channel out are of one group. */
function diagonalOfOnes(groups: number, channels: number, filters: number): tf.Tensor4D {
  const ones = new Float32Array(groups * channels * groups * filters);
  for (let row = 0; row < groups * channels; row++) {
    const group = Math.floor(row / channels);
    const start = row * groups * filters + group * filters;
    ones.fill(1, start, start + filters);
  }
  return tf.tensor4d(ones, [1, 1, groups * channels, groups * filters]);
}
