import { ade20kPalette } from '../data/ade20k-palette.js';
import { colorLabels } from '../data/color-labels.js';
import type { RgbImage } from '../data/segmentation-data-set.js';
import { checkPixelMap, type PixelMap } from '../inference/pixel-map.js';
import { resizeBilinear } from '../inference/resize-bilinear.js';
import type { ImageSize, LabelMap } from '../labels/label-map.js';

/** What is shown of an image, from left to right. */
export interface Visuals {
  readonly image: RgbImage;
  /** Ground truth. */
  readonly labels: LabelMap;
  /** Prediction of the network as it came. */
  readonly before: LabelMap;
  /** Prediction of the calibrated network. */
  readonly after: LabelMap;
  /** [h, w, 1] in [0, 1], at any size, see `confidenceMap`. */
  readonly confidence: PixelMap;
}

/** How it is drawn. */
export interface VisualsOptions {
  /** Bytes [K, 3], red green blue. Default ADE20K's. */
  readonly palette?: Uint8Array;
}

/** White pixels between two panels. */
const GAP = 4;

/**
 * Draws an image, its ground truth, the predictions before and after, and the confidence (black 0, white 1), side by side with 4 white
 * pixels between them. Pixels without a class are black.
 *
 * @returns [H, 5 W + 16, 3]
 * @throws RangeError if sizes differ, the confidence has more than one channel, or a class has no colour
 * @example
 * import { drawVisuals } from '@disalign/segmentation';
 * const size = { height: 1, width: 2 };
 * const labels = { ...size, labels: Uint8Array.of(0, 255) };
 * const confidence = { ...size, channels: 1, data: Float32Array.of(0, 1) };
 * const image = { ...size, pixels: new Uint8Array(6) };
 * drawVisuals({ image, labels, before: labels, after: labels, confidence }).width; // 26
 */
export function drawVisuals(visuals: Visuals, { palette = ade20kPalette() }: VisualsOptions = {}): RgbImage {
  const { image, confidence } = visuals;
  const { height, width } = image;
  checkVisuals(visuals);
  const maps = [visuals.labels, visuals.before, visuals.after].map((map) => colorLabels(map, palette));
  const panels = [image, ...maps, greyOf(resizeBilinear(confidence, { height, width }))];
  const drawn = { height, width: panels.length * (width + GAP) - GAP };
  const pixels = new Uint8Array(3 * drawn.height * drawn.width).fill(255);
  for (const [index, panel] of panels.entries()) {
    for (let row = 0; row < height; row++) {
      const line = panel.pixels.subarray(3 * row * width, 3 * (row + 1) * width);
      pixels.set(line, 3 * (row * drawn.width + index * (width + GAP)));
    }
  }
  return { ...drawn, pixels };
}

function checkVisuals({ image, confidence, ...maps }: Visuals): void {
  const size = ({ width, height }: ImageSize) => `${width} x ${height}`;
  for (const [name, map] of Object.entries(maps)) {
    if (size(map) === size(image)) continue;
    throw new RangeError(`drawVisuals: \`${name}\` must be ${size(image)}, as the image, got ${size(map)}`);
  }
  if (image.pixels.length !== 3 * image.height * image.width) {
    throw new RangeError(
      `drawVisuals: \`image\` must have ${3 * image.height * image.width} bytes, got ${image.pixels.length}`,
    );
  }
  checkPixelMap('drawVisuals: `confidence`', confidence);
  if (confidence.channels === 1) return;
  throw new RangeError(`drawVisuals: \`confidence\` must have 1 channel, got ${confidence.channels}`);
}

function greyOf({ height, width, data }: PixelMap): RgbImage {
  const pixels = new Uint8Array(3 * data.length);
  data.forEach((value, pixel) => pixels.fill(Math.round(255 * value), 3 * pixel, 3 * pixel + 3));
  return { height, width, pixels };
}
