import { centerCrop } from './center-crop.js';
import type { DrawnView } from './draw-view.js';
import { jitterColors } from './jitter-colors.js';
import { luminance } from './luminance.js';
import { mirrorImage } from './mirror-image.js';
import { randomResizedCrop } from './random-resized-crop.js';
import type { ImageSize, RawImage } from './raw-image.js';
import type { Interpolation } from './resample-taps.js';
import { resizeBytes } from './resize-bytes.js';
import { resizedSize, type ResizeRule } from './resized-size.js';

/** What images of any size are brought to. */
export interface ImageForm {
  /** 1 grey, 3 red-green-blue. */
  readonly channels: number;
  /** null: they keep their size. */
  readonly resize: ResizeRule | null;
  /** Size that is cut out of the centre of what was resized, which must not be smaller; null: nothing is cut. */
  readonly crop: ImageSize | null;
  /** Default `bilinear`. */
  readonly interpolation?: Interpolation;
}

/**
 * Brings a decoded image to a form: resized, and cut out of the centre. With a drawn view, a part that was drawn is brought to the size
 * of the crop, mirrored and recoloured.
 *
 * @returns the image, in memory of its own
 * @throws RangeError for a view where the form has no crop, or a crop that is larger than the image
 * @example
 * import { renderImage } from '@disalign/core/photographs';
 * const image = { height: 2, width: 4, channels: 1, data: Uint8Array.of(0, 70, 140, 210, 0, 70, 140, 210) };
 * renderImage(image, { channels: 1, resize: { shorter: 1 }, crop: { height: 1, width: 1 } }).data; // [50]
 */
export function renderImage(image: RawImage, form: ImageForm, view?: DrawnView): RawImage {
  const source = form.channels === 1 ? greyOf(image) : image;
  const { interpolation } = form;
  if (view === undefined) return resizeBytes(source, { ...wholeRequest(source, form), interpolation });
  if (form.crop === null)
    throw new RangeError('renderImage: `form.crop` must be a size where a view is drawn, got null');
  const from = randomResizedCrop(source, view, view.cropDraws);
  const crop = resizeBytes(source, { from, ...form.crop, interpolation });
  const mirrored = view.flip ? { ...crop, data: mirrorImage(crop.data, crop) } : crop;
  return jitterColors(mirrored, view.changes);
}

function wholeRequest(image: RawImage, { resize, crop }: ImageForm) {
  const { height, width } = resize === null ? image : resizedSize(image, resize);
  if (crop === null) return { height, width };
  if (crop.height <= height && crop.width <= width) return { height, width, part: centerCrop({ height, width }, crop) };
  throw new RangeError(
    `renderImage: \`form.crop\` must fit into ${width} x ${height} pixels, got ${crop.width} x ${crop.height}`,
  );
}

function greyOf(image: RawImage): RawImage {
  const { height, width, channels, data } = image;
  if (channels === 1) return image;
  const grey = new Uint8Array(height * width);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = luminance(data, pixel * channels, channels);
  return { height, width, channels: 1, data: grey };
}
