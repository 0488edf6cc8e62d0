import { encodeMask } from './encode-mask.js';
import { checkRunLengthMask, type RunLengthMask } from './run-length-mask.js';
import { maskBox } from './mask-box.js';
import { foregroundIntervals } from './foreground-intervals.js';

/**
 * The band of a mask along its outline, for the boundary IoU of the LVIS challenge 2021: foreground pixels with background, or the
 * outside of the image, at most d pixels away in x and y,
 *
 * `d = max(1, round(ratio * sqrt(H^2 + W^2)))`, halves to the even number.
 *
 * @param ratio part of the image's diagonal. Default 0.02, as in the challenge
 * @throws RangeError on runs that do not sum to H W
 * @example
 * import { maskBoundary } from '@disalign/detection';
 * const square = { height: 5, width: 5, runs: Uint32Array.of(0, 25) };
 * maskBoundary(square).runs; // 0, 6, 3, 2, 3, 2, 3, 6: all but the inner 3 x 3
 */
export function maskBoundary(mask: RunLengthMask, ratio = 0.02): RunLengthMask {
  checkRunLengthMask('maskBoundary', mask);
  const { height, width } = mask;
  const distance = Math.max(1, roundHalfToEven(ratio * Math.sqrt(height ** 2 + width ** 2)));
  const [left, top, boxWidth, boxHeight] = maskBox(mask);
  const box = cut(mask, { left, top, boxWidth, boxHeight });
  const inside = erode(box, boxHeight, boxWidth, distance);
  const pixels = new Uint8Array(height * width);
  for (let x = 0; x < boxWidth; x++) {
    for (let y = 0; y < boxHeight; y++) {
      const at = x * boxHeight + y;
      if (box[at] > inside[at]) pixels[(left + x) * height + top + y] = 1;
    }
  }
  return encodeMask(pixels, { height, width, order: 'column-major' });
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

interface Window {
  readonly left: number;
  readonly top: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

/** The pixels of the mask inside a window that holds all of them, column after column. */
function cut(mask: RunLengthMask, { left, top, boxWidth, boxHeight }: Window): Uint8Array {
  const pixels = new Uint8Array(boxWidth * boxHeight);
  const { bounds } = foregroundIntervals(mask);
  for (let at = 0; at < bounds.length; at += 2) {
    for (let position = bounds[at]; position < bounds[at + 1];) {
      const column = Math.floor(position / mask.height);
      const end = Math.min(bounds[at + 1], (column + 1) * mask.height);
      const from = (column - left) * boxHeight - column * mask.height - top;
      pixels.fill(1, from + position, from + end);
      position = end;
    }
  }
  return pixels;
}

/**
 * Erosion by a square of 2 `distance` + 1 pixels, background around. A line of pixels keeps the middle of each 2 d + 1 pixels of
 * foreground in a row: first along the columns, then along the rows.
 */
function erode(pixels: Uint8Array, height: number, width: number, distance: number): Uint8Array {
  const side = 2 * distance + 1;
  const along = new Uint8Array(pixels.length);
  for (let x = 0; x < width; x++) {
    for (let y = 0, at = x * height, length = 0; y < height; y++, at++) {
      length = pixels[at] === 1 ? length + 1 : 0;
      if (length >= side) along[at - distance] = 1;
    }
  }
  const eroded = new Uint8Array(pixels.length);
  const lengths = new Int32Array(height);
  for (let x = 0, at = 0; x < width; x++) {
    for (let y = 0; y < height; y++, at++) {
      lengths[y] = along[at] === 1 ? lengths[y] + 1 : 0;
      if (lengths[y] >= side) eroded[at - distance * height] = 1;
    }
  }
  return eroded;
}
