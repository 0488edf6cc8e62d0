import type { FeatureBatch } from '@disalign/core';
import type { RegionSplit } from '../regions/region-image.js';
import { regionDrawing, type RegionDrawing } from './region-drawing.js';
import { takeRows } from './take-rows.js';

// n regions that are drawn, D features, K columns.

/** Which regions are drawn. */
export interface SampleRegionsOptions extends RegionDrawing {
  /** Which head of a cascade. Default 0, the first. */
  readonly head?: number;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The drawn regions of each image in turn. @throws RangeError naming the option or the image that breaks a rule */
export async function* regionBatches(
  caller: string,
  images: RegionSplit,
  options: SampleRegionsOptions,
): AsyncGenerator<FeatureBatch> {
  const { head: chosen = 0, onProgress } = options;
  const draw = regionDrawing(caller, options);
  for (let index = 0; index < images.count; index++) {
    const image = await images.read(index);
    const { rows, labels } = draw(image, index);
    const { heads } = image;
    if (!(chosen in heads)) throw new RangeError(`${caller}: \`head\` must be below ${heads.length}, got ${chosen}`);
    const { rows: all, features, logits } = heads[chosen];
    const place = { rows, all };
    if (rows.length > 0) {
      yield {
        rows: rows.length,
        features: new Float32Array(takeRows(features, place)),
        logits: new Float32Array(takeRows(logits, place)),
        labels: takeRows(labels, place),
      };
    }
    onProgress?.({ done: index + 1, total: images.count });
  }
}
