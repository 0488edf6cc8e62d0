import type { Random } from '@disalign/core';

/** How many regions stand for an image. */
export interface RegionSampling {
  /** At most. Default 512. */
  readonly perImage?: number;
  /** Of them, the share that may show an object; what is missing is filled with background. Default 0.25. */
  readonly positiveShare?: number;
}

/**
 * Regions of one image to fit to, as Fast R-CNN draws them in training: up to a quarter that show an object, the rest background.
 *
 * @returns row numbers, rising
 */
export function drawRegions(
  labels: Int32Array,
  background: number,
  { perImage = 512, positiveShare = 0.25, random }: RegionSampling & { readonly random: Random },
): Int32Array {
  const rows = Array.from(labels.keys());
  const positives = rows.filter((row) => labels[row] >= 0 && labels[row] !== background);
  const negatives = rows.filter((row) => labels[row] === background);
  const drawn = random.shuffle(positives).slice(0, Math.floor(perImage * positiveShare));
  return Int32Array.from([...drawn, ...random.shuffle(negatives).slice(0, perImage - drawn.length)]).sort();
}
