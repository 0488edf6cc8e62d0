import {
  foregroundIntervals,
  intervalsOf,
  runsOf,
  type Bounds,
  type ForegroundIntervals,
} from './foreground-intervals.js';
import { checkRunLengthMask, type ImageSize, type RunLengthMask } from './run-length-mask.js';

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
  const { bounds } = boundaryIntervals(foregroundIntervals(mask), boundaryDistance(mask, ratio));
  return { height, width, runs: runsOf(bounds, height * width) };
}

/** Width of the band in pixels. */
export function boundaryDistance({ height, width }: ImageSize, ratio = 0.02): number {
  return Math.max(1, roundHalfToEven(ratio * Math.sqrt(height ** 2 + width ** 2)));
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The band of a mask made ready for comparisons. All is done inside the box of the mask. */
export function boundaryIntervals(mask: ForegroundIntervals, distance: number): ForegroundIntervals {
  const [left, top, boxWidth, boxHeight] = mask.box;
  const pixels = cutBox(mask);
  const inside = erode(pixels, boxHeight, boxWidth, distance);
  const bounds: number[] = [];
  for (let x = 0, at = 0; x < boxWidth; x++) {
    for (let y = 0; y < boxHeight; y++, at++) {
      if (pixels[at] === inside[at]) continue;
      const position = (left + x) * mask.height + top + y;
      if (bounds.at(-1) === position) bounds.pop();
      else bounds.push(position);
      bounds.push(position + 1);
    }
  }
  return intervalsOf(Int32Array.from(bounds), mask);
}

/** The pixels of the box of a mask, column after column. */
function cutBox({ height, box, bounds }: { height: number; box: Float64Array; bounds: Bounds }): Uint8Array {
  const [left, top, boxWidth, boxHeight] = box;
  const pixels = new Uint8Array(boxWidth * boxHeight);
  for (let at = 0; at < bounds.length; at += 2) {
    for (let position = bounds[at]; position < bounds[at + 1];) {
      const column = Math.floor(position / height);
      const end = Math.min(bounds[at + 1], (column + 1) * height);
      const shift = (column - left) * boxHeight - column * height - top;
      pixels.fill(1, position + shift, end + shift);
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
  for (let x = 0, at = 0; x < width; x++) {
    for (let y = 0, length = 0; y < height; y++, at++) {
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
