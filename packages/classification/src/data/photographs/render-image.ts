import type { ImageShape } from '../image-data-set.js';
import { mirrorImage } from '../mirror-image.js';
import { centerCrop } from './center-crop.js';
import type { DrawnView } from './draw-view.js';
import { jitterColors } from './jitter-colors.js';
import { luminance } from './luminance.js';
import { randomResizedCrop } from './random-resized-crop.js';
import type { RawImage } from './raw-image.js';
import { resizeBytes } from './resize-bytes.js';

/** What images of any size are brought to. */
export interface ImageForm extends ImageShape {
  /** Length that the shorter side is resized to before the centre is cut out. */
  readonly resize: number;
}

/**
 * Brings a decoded image to a form: a drawn view of it, or without one resized and cut out of the centre.
 *
 * @returns bytes [height, width, channels] of the form, in memory of their own
 */
export function renderImage(image: RawImage, form: ImageForm, view?: DrawnView): Uint8Array {
  const { height, width, channels } = form;
  const source = channels === 1 ? greyOf(image) : image;
  if (view === undefined) return resizeBytes(source, centerCrop(source, form)).data;
  const crop = resizeBytes(source, { from: randomResizedCrop(source, view, view.cropDraws), height, width });
  const mirrored = view.flip ? { ...crop, data: mirrorImage(crop.data, form) } : crop;
  return jitterColors(mirrored, view.changes).data;
}

function greyOf(image: RawImage): RawImage {
  const { height, width, channels, data } = image;
  if (channels === 1) return image;
  const grey = new Uint8Array(height * width);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = luminance(data, pixel * channels, channels);
  return { height, width, channels: 1, data: grey };
}
