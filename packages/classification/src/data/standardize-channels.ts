import type { ChannelStatistics } from '@disalign/core/photographs';

/**
 * Standardises pixels by channel, as torchvision's `ToTensor` and `Normalize`: `(x / 255 - mean) / deviation`.
 *
 * @param pixels bytes [N, height, width, channels]
 * @returns float32, the same shape
 * @throws RangeError unless there is a mean and a positive deviation for each channel, and the pixels are whole
 *
 * @example
 * ```ts
 * import { IMAGENET_STATISTICS, standardizeChannels } from '@disalign/classification';
 * const inputs = standardizeChannels(Uint8Array.of(124, 116, 104), IMAGENET_STATISTICS); // each near 0
 * ```
 */
export function standardizeChannels(pixels: Uint8Array, { mean, deviation }: ChannelStatistics): Float32Array {
  const channels = mean.length;
  if (channels === 0 || deviation.length !== channels || !deviation.every((value) => value > 0)) {
    throw new RangeError(
      `standardizeChannels: \`deviation\` must be positive, one for each of ${channels} means, got [${deviation}]`,
    );
  }
  if (pixels.length % channels !== 0) {
    throw new RangeError(
      `standardizeChannels: \`pixels\` must hold a multiple of ${channels} values, got ${pixels.length}`,
    );
  }
  // There are but 256 values of a channel.
  const tables = mean.map((value, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - value) / deviation[channel]),
  );
  const standardized = new Float32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += channels) {
    for (let channel = 0; channel < channels; channel++) {
      standardized[start + channel] = tables[channel][pixels[start + channel]];
    }
  }
  return standardized;
}
