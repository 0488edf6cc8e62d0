import type { Corners } from '../boxes/suppress-overlaps.js';
import { decodeMask } from '../masks/decode-mask.js';
import type { RunLengthMask } from '../masks/run-length-mask.js';
import { categoryColor } from './category-color.js';
import { drawText, textSize } from './draw-text.js';
import {
  blankImage,
  blendPixel,
  enlargeImage,
  fillRectangle,
  pasteImage,
  type Color,
  type RgbImage,
} from './rgb-image.js';

/** One object in a picture. */
export interface VisualRegion {
  /** In pixels of the image. */
  readonly corners: Corners;
  /** Of the size of the image. Left out: the box alone. */
  readonly mask?: RunLengthMask;
  /** From 0; it chooses the colour. */
  readonly category: number;
  /** What stands at the box: name and score. ASCII is drawn, other characters are empty boxes. */
  readonly label: string;
}

/** An image with some objects drawn into it. */
export interface VisualPanel {
  /** Stands above it. */
  readonly title: string;
  /** The last is drawn on top. */
  readonly regions: readonly VisualRegion[];
}

/** What is shown of an image, from left to right: the image itself, then the panels. */
export interface Visuals {
  readonly image: RgbImage;
  readonly panels: readonly VisualPanel[];
}

/** How it is drawn. */
export interface VisualsOptions {
  /** Each pixel of the image becomes a square of so many pixels. Default: the least that makes its longer side 384 or more. */
  readonly scale?: number;
  /** Of the masks. Default 0.45. */
  readonly opacity?: number;
}

const READABLE_SIDE = 384;
/** White pixels between two panels. */
const GAP = 4;
const LINE = 2;
const WHITE: Color = [255, 255, 255];
const TITLE_HEIGHT = textSize('').height;

/**
 * Draws an image and, beside it, the same image once for each panel, with the panel's masks, boxes and labels: ground truth, detections
 * before, detections after. Categories have colours of their own. Titles take 12 rows at the top; 4 white pixels stand between panels.
 *
 * @returns [s H + 12, (1 + panels) (s W + 4) - 4, 3] for a scale of s
 * @throws RangeError if the image has another number of bytes, a mask another size, or the scale is no whole number from 1
 * @example
 * import { boxMask, drawVisuals } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const image = { ...size, pixels: new Uint8Array(72) };
 * const cat = { corners: [1, 1, 3, 3], mask: boxMask([1, 1, 2, 2], size), category: 0, label: 'cat 0.9' } as const;
 * drawVisuals({ image, panels: [{ title: 'after', regions: [cat] }] }, { scale: 8 }).width; // 100
 */
export function drawVisuals({ image, panels }: Visuals, options: VisualsOptions = {}): RgbImage {
  const { scale = Math.max(1, Math.ceil(READABLE_SIDE / Math.max(image.height, image.width))), opacity = 0.45 } =
    options;
  checkVisuals({ image, panels }, scale);
  const large = enlargeImage(image, scale);
  const all = [{ title: 'image', regions: [] }, ...panels];
  const step = large.width + GAP;
  const drawn = blankImage({ height: large.height + TITLE_HEIGHT, width: all.length * step - GAP });
  for (const [index, { title, regions }] of all.entries()) {
    const panel = { ...large, pixels: large.pixels.slice() };
    for (const region of regions) drawMask(panel, region, { scale, opacity });
    for (const region of regions) drawBox(panel, region, scale);
    for (const region of regions) drawLabel(panel, region, scale);
    const head = blankImage({ height: TITLE_HEIGHT, width: large.width });
    drawText(head, title, { left: 0, top: 0, background: WHITE });
    pasteImage(drawn, head, { left: index * step, top: 0 });
    pasteImage(drawn, panel, { left: index * step, top: TITLE_HEIGHT });
  }
  return drawn;
}

function checkVisuals({ image, panels }: Visuals, scale: number): void {
  const { height, width, pixels } = image;
  if (pixels.length !== 3 * height * width) {
    throw new RangeError(`drawVisuals: \`image\` must have ${3 * height * width} bytes, got ${pixels.length}`);
  }
  if (!Number.isSafeInteger(scale) || scale < 1) {
    throw new RangeError(`drawVisuals: \`scale\` must be a whole number from 1, got ${scale}`);
  }
  for (const { title, regions } of panels) {
    const other = regions.find(({ mask }) => mask && (mask.height !== height || mask.width !== width));
    if (!other?.mask) continue;
    throw new RangeError(
      `drawVisuals: the masks of \`${title}\` must be ${width} x ${height}, as the image, got ${other.mask.width} x ${other.mask.height}`,
    );
  }
}

function drawMask(
  panel: RgbImage,
  { mask, category }: VisualRegion,
  { scale, opacity }: { scale: number; opacity: number },
): void {
  if (mask === undefined) return;
  const paint = { color: categoryColor(category), opacity };
  const pixels = decodeMask(mask);
  for (let y = 0; y < panel.height; y++) {
    const row = Math.floor(y / scale) * mask.width;
    for (let x = 0; x < panel.width; x++) {
      if (pixels[row + Math.floor(x / scale)] !== 0) blendPixel(panel, y * panel.width + x, paint);
    }
  }
}

function drawBox(panel: RgbImage, { corners, category }: VisualRegion, scale: number): void {
  const [left, top, right, bottom] = corners.map((value) => Math.round(scale * value));
  const paint = { color: categoryColor(category) };
  fillRectangle(panel, [left, top, right, top + LINE], paint);
  fillRectangle(panel, [left, bottom - LINE, right, bottom], paint);
  fillRectangle(panel, [left, top, left + LINE, bottom], paint);
  fillRectangle(panel, [right - LINE, top, right, bottom], paint);
}

/** Above the box where there is room, else inside it; moved to the left where it would be cut off. */
function drawLabel(panel: RgbImage, { corners, category, label }: VisualRegion, scale: number): void {
  const [left, top] = corners.map((value) => Math.round(scale * value));
  const { height, width } = textSize(label);
  const place = { left: Math.max(0, Math.min(left, panel.width - width)), top: top >= height ? top - height : top };
  drawText(panel, label, { ...place, background: categoryColor(category) });
}
