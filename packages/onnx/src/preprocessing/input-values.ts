import type { ImageSize, RawImage } from '@disalign/core/photographs';
import type { CompletePreprocessing } from './complete-preprocessing.js';

// N images, C channels, H x W pixels of the input.

/** Input of a network. */
export interface InputValues {
  readonly data: Float32Array;
  /** [N, C, H, W] or [N, H, W, C]. */
  readonly shape: readonly number[];
}

/**
 * Normalised pixels of images of one size: `(scale byte - mean) / std`, rounded once; 0 where they are filled up.
 *
 * @param images bytes [h, w, C], red first
 */
export function inputValues(images: readonly RawImage[], preprocessing: CompletePreprocessing): InputValues {
  const { channels, layout, form } = preprocessing;
  const { height, width } = paddedSize(images[0], preprocessing);
  const [count, size] = [images.length, form.channels];
  const data = new Float32Array(count * size * height * width);
  const tables = normalizedBytes(preprocessing);
  const [alongPixels, alongChannels] = layout === 'NCHW' ? [1, height * width] : [size, 1];
  for (const [index, image] of images.entries()) {
    for (let channel = 0; channel < size; channel++) {
      const table = tables[channel];
      const from = channels === 'BGR' ? size - 1 - channel : channel;
      const first = index * size * height * width + channel * alongChannels;
      for (let row = 0; row < image.height; row++) {
        let source = row * image.width * size + from;
        let target = first + row * width * alongPixels;
        for (let column = 0; column < image.width; column++, source += size, target += alongPixels) {
          data[target] = table[image.data[source]];
        }
      }
    }
  }
  return { data, shape: layout === 'NCHW' ? [count, size, height, width] : [count, height, width, size] };
}

/** Size of the input for an image of a size. */
export function paddedSize({ height, width }: ImageSize, { padTo }: CompletePreprocessing): ImageSize {
  const pad = (side: number) => Math.ceil(side / padTo) * padTo;
  return { height: pad(height), width: pad(width) };
}

/** What each byte becomes, for each channel of the input. */
function normalizedBytes({ scale, mean, std }: CompletePreprocessing): Float32Array[] {
  return mean.map((center, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (scale * byte - center) / std[channel]),
  );
}
