import type { Rectangle } from './raw-image.js';
import { roundHalfToEven } from './round-half-to-even.js';

/** How large and how oblong the crops are. */
export interface RandomCropLimits {
  /** Least and largest share of the area. */
  readonly area: readonly [number, number];
  /** Least and largest width / height. */
  readonly aspectRatio: readonly [number, number];
}

/** Attempts at a crop that fits, as in torchvision. */
const ATTEMPTS = 10;

/** How many numbers a crop is drawn from: area and ratio of each attempt, then top and left. */
export const CROP_DRAWS = 2 * ATTEMPTS + 2;

/**
 * Part of an image that torchvision's `RandomResizedCrop` takes: of ten rectangles, uniform in area and in the logarithm of their
 * ratio, the first that fits, at a uniform place; the largest centre crop within the limits where none does.
 *
 * @param draws uniform in [0, 1), `CROP_DRAWS` of them. Where torchvision computes in float32, so does this
 */
export function randomResizedCrop(
  { height, width }: { readonly height: number; readonly width: number },
  { area, aspectRatio }: RandomCropLimits,
  draws: ArrayLike<number>,
): Rectangle {
  const [leastLog, largestLog] = aspectRatio.map((ratio) => Math.fround(Math.log(Math.fround(ratio))));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const share = between(area[0], area[1], draws[2 * attempt]);
    const ratio = Math.fround(Math.exp(between(leastLog, largestLog, draws[2 * attempt + 1])));
    const wide = roundHalfToEven(Math.sqrt(height * width * share * ratio));
    const high = roundHalfToEven(Math.sqrt((height * width * share) / ratio));
    if (wide < 1 || high < 1 || wide > width || high > height) continue;
    return {
      top: Math.floor(draws[2 * ATTEMPTS] * (height - high + 1)),
      left: Math.floor(draws[2 * ATTEMPTS + 1] * (width - wide + 1)),
      height: high,
      width: wide,
    };
  }
  return largestCenter({ height, width }, aspectRatio);
}

function between(least: number, largest: number, draw: number): number {
  return Math.fround(least + (largest - least) * draw);
}

function largestCenter(
  { height, width }: { readonly height: number; readonly width: number },
  [least, largest]: readonly [number, number],
): Rectangle {
  const ratio = width / height;
  const high = ratio < least ? roundHalfToEven(width / least) : height;
  const wide = ratio > largest ? roundHalfToEven(height * largest) : width;
  return { top: Math.floor((height - high) / 2), left: Math.floor((width - wide) / 2), height: high, width: wide };
}
