import { featuresInMemory, type FeatureBatch, type FeatureSource } from '@disalign/core';
import type { RegionSplit } from '../regions/region-image.js';
import { regionBatches, type SampleRegionsOptions } from './region-batches.js';

/**
 * Draws labelled regions of images into memory, to fit to, one image at a time: 512 an image, up to a quarter of them objects.
 *
 * @param images with labels: from the detector, or from `labelRegions`
 * @throws RangeError naming the option or the image that breaks a rule, and where nothing was drawn; what the images throw
 * @example
 * import { sampleRegions, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 2, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0, 0, 1) }];
 * const boxes = Float32Array.of(1, 1, 3, 3, 4, 0, 6, 2);
 * const labels = Int32Array.of(0, 1);
 * const image = { id: 7, frame: size, size, heads, boxes, deltas: null, masks: null, labels };
 * const images: RegionSplit = { count: 10, read: async () => image };
 * (await sampleRegions(images)).rows; // 20
 */
export async function sampleRegions(images: RegionSplit, options: SampleRegionsOptions = {}): Promise<FeatureSource> {
  const batches: FeatureBatch[] = [];
  for await (const batch of regionBatches('sampleRegions', images, options)) batches.push(batch);
  if (batches.length === 0) throw new RangeError('sampleRegions: `images` must have a region to draw, got none');
  const labels = batches.flatMap((batch) => Array.from(batch.labels));
  const join = (name: 'features' | 'logits') => {
    const joined = new Float32Array(batches.reduce((sum, batch) => sum + batch[name].length, 0));
    let at = 0;
    for (const batch of batches) {
      joined.set(batch[name], at);
      at += batch[name].length;
    }
    return joined;
  };
  return featuresInMemory({ features: join('features'), logits: join('logits'), labels, ignoreLabel: -1 });
}
