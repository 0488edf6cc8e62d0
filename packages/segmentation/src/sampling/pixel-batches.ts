import { createRandom, type FeatureBatch } from '@disalign/core';
import { checkFeatureMaps, type FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { checkLabelMap } from '../labels/check-label-map.js';
import { drawPixels, type PixelSampling } from './draw-pixels.js';
import { rowsOfPixels } from './rows-of-pixels.js';

/** Which pixels stand for an image in a fit. */
export interface SamplePixelsOptions {
  /** n, rows of each image. An image with fewer pixels to draw from is filled up with ignored rows of zeros. Default 128. */
  readonly pixelsPerImage?: number;
  /** Default `uniform`. */
  readonly sampling?: PixelSampling;
  /** The pixels of an image depend on the seed and its number in the split. Default 0. */
  readonly seed?: number;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** Options with every default filled in. @throws RangeError naming the option that breaks a rule */
export function completeSampling(
  caller: string,
  { pixelsPerImage = 128, sampling = 'uniform', seed = 0, onProgress }: SamplePixelsOptions,
) {
  if (!Number.isSafeInteger(pixelsPerImage) || pixelsPerImage < 1) {
    throw new RangeError(`${caller}: \`pixelsPerImage\` must be a positive integer, got ${pixelsPerImage}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${caller}: \`seed\` must be an integer, got ${seed}`);
  return { pixelsPerImage, sampling, seed, onProgress };
}

/** One image at a time, from row `firstRow` on: row i n + j is pixel j of image i. */
export async function* pixelBatches(
  images: FeatureMapSplit,
  { pixelsPerImage, sampling, seed, onProgress }: ReturnType<typeof completeSampling>,
  firstRow = 0,
): AsyncGenerator<FeatureBatch> {
  const first = Math.floor(firstRow / pixelsPerImage);
  for (let image = first; image < images.count; image++) {
    const maps = await images.read(image);
    checkFeatureMaps(`image ${image}`, maps);
    checkLabelMap(`image ${image}`, maps.labels);
    const random = createRandom(seed, image);
    const pixels = drawPixels(maps.labels, { count: pixelsPerImage, sampling, random });
    const batch = rowsOfPixels(maps, pixels, pixelsPerImage);
    yield image === first ? dropRows(batch, firstRow - first * pixelsPerImage) : batch;
    onProgress?.({ done: image + 1, total: images.count });
  }
}

function dropRows({ rows, features, logits, labels }: FeatureBatch, dropped: number): FeatureBatch {
  return {
    rows: rows - dropped,
    features: features.subarray((dropped * features.length) / rows),
    logits: logits.subarray((dropped * logits.length) / rows),
    labels: labels.subarray(dropped),
  };
}
