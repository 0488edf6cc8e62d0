import type { Random } from '../random/create-random.js';
import type { ColorChange } from './jitter-colors.js';
import type { PhotographAugmentation } from './photograph-augmentation.js';
import { CROP_DRAWS, type RandomCropLimits } from './random-resized-crop.js';

/** All that is drawn for one view, before the size of the image is known. */
export interface DrawnView extends RandomCropLimits {
  /** Uniform in [0, 1), for `randomResizedCrop`. */
  readonly cropDraws: readonly number[];
  readonly flip: boolean;
  /** In their order. */
  readonly changes: readonly ColorChange[];
}

/**
 * Draws a view. Each takes equally many numbers from `random`, whatever the augmentation.
 *
 * @throws RangeError for limits out of range
 * @example
 * import { createRandom } from '@disalign/core';
 * import { drawView, renderImage } from '@disalign/core/photographs';
 * const view = drawView({ kind: 'photograph', flip: 1 }, createRandom(0, 7)); // seed 0, image 7
 * const image = { height: 2, width: 2, channels: 1, data: Uint8Array.of(0, 70, 140, 210) };
 * renderImage(image, { channels: 1, resize: null, crop: { height: 4, width: 4 } }, view).data; // 16 bytes
 */
export function drawView(augmentation: PhotographAugmentation, random: Random): DrawnView {
  const { area = [0.08, 1], aspectRatio = [3 / 4, 4 / 3], flip = 0.5 } = augmentation;
  const { brightness = 0.4, contrast = 0.4, saturation = 0.4 } = augmentation;
  checkRange('area', area, 1);
  checkRange('aspectRatio', aspectRatio, Infinity);
  for (const [name, value] of Object.entries({ flip, brightness, contrast, saturation })) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`drawView: \`${name}\` must be in [0, 1], got ${value}`);
  }
  const cropDraws = Array.from({ length: CROP_DRAWS }, () => random.nextFloat());
  const isFlipped = random.nextFloat() < flip;
  const changes = Object.entries({ brightness, contrast, saturation }).map(([kind, limit]) => ({
    kind: kind as ColorChange['kind'],
    factor: 1 + limit * (2 * random.nextFloat() - 1),
  }));
  return { area, aspectRatio, cropDraws, flip: isFlipped, changes: random.shuffle(changes) };
}

function checkRange(name: string, [least, largest]: readonly [number, number], bound: number): void {
  if (least > 0 && largest >= least && largest <= bound && Number.isFinite(largest)) return;
  const upper = bound === 1 ? ' <= 1' : '';
  throw new RangeError(`drawView: \`${name}\` must be 0 < least <= largest${upper}, got ${least} and ${largest}`);
}
