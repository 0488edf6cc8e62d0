import { backgroundIndex, createRandom, type FeatureBatch, type HostRows } from '@disalign/core';
import { checkRegionImage, regionColumns, type RegionHead, type RegionSplit } from '../regions/region-image.js';
import { drawRegions, type RegionSampling } from './draw-regions.js';

// n regions that are drawn, D features, K columns.

/** Which regions are drawn. */
export interface SampleRegionsOptions extends RegionSampling, Pick<RegionHead, 'background'> {
  /** Which head of a cascade. Default 0, the first. */
  readonly head?: number;
  /** The regions of an image depend on the seed and its number in the split. Default 0. */
  readonly seed?: number;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The drawn regions of each image in turn. @throws RangeError naming the option or the image that breaks a rule */
export async function* regionBatches(
  caller: string,
  images: RegionSplit,
  options: SampleRegionsOptions,
): AsyncGenerator<FeatureBatch> {
  const { head = 0, seed = 0, background = 'last', perImage = 512, positiveShare = 0.25, onProgress } = options;
  if (!Number.isSafeInteger(perImage) || perImage < 1) {
    throw new RangeError(`${caller}: \`perImage\` must be a positive integer, got ${perImage}`);
  }
  if (!(positiveShare >= 0 && positiveShare <= 1)) {
    throw new RangeError(`${caller}: \`positiveShare\` must be in [0, 1], got ${positiveShare}`);
  }
  for (let index = 0; index < images.count; index++) {
    const image = await images.read(index);
    checkRegionImage(caller, image);
    const { id, heads, labels } = image;
    if (labels === null) throw new RangeError(`${caller}: image ${id} must have labels, see labelRegions`);
    if (!(head in heads)) throw new RangeError(`${caller}: \`head\` must be below ${heads.length}, got ${head}`);
    const column = backgroundIndex(background, regionColumns(image));
    const random = createRandom(seed, index);
    const rows = drawRegions(labels, column, { perImage, positiveShare, random });
    if (rows.length > 0) yield { ...takeRows(heads[head], rows), labels: rows.map((row) => labels[row]) };
    onProgress?.({ done: index + 1, total: images.count });
  }
}

function takeRows({ rows: all, features, logits }: HostRows, rows: Int32Array): Omit<FeatureBatch, 'labels'> {
  const take = (values: HostRows['features']) => {
    const columns = values.length / all;
    const taken = new Float32Array(rows.length * columns);
    rows.forEach((row, place) => taken.set(values.subarray(row * columns, (row + 1) * columns), place * columns));
    return taken;
  };
  return { rows: rows.length, features: take(features), logits: take(logits) };
}
