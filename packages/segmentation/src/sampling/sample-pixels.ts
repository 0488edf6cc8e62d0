import { featuresInMemory, type FeatureSource } from '@disalign/core';
import type { FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { completeSampling, pixelBatches, type SamplePixelsOptions } from './pixel-batches.js';

/**
 * Draws pixels of labelled images into memory, one image at a time: the rows that `writePixelShards` would write.
 *
 * @throws RangeError naming the option that breaks a rule, when there is no image, or when maps are not alike; what the images throw
 * @example
 * import { samplePixels, type FeatureMapSplit } from '@disalign/segmentation';
 * const cells = { height: 1, width: 2 };
 * const map = { ...cells, channels: 2, data: Float32Array.of(2, -1, 0, 3) };
 * const labels = { ...cells, labels: Uint8Array.of(0, 255) };
 * const images: FeatureMapSplit = { count: 3, read: async () => ({ features: map, logits: map, labels }) };
 * (await samplePixels(images, { pixelsPerImage: 1 })).rows; // 3
 */
export async function samplePixels(images: FeatureMapSplit, options: SamplePixelsOptions = {}): Promise<FeatureSource> {
  const sampling = completeSampling('samplePixels', options);
  const rows = images.count * sampling.pixelsPerImage;
  const labels = new Int32Array(rows);
  let features = new Float32Array(0);
  let logits = new Float32Array(0);
  let first = 0;
  for await (const batch of pixelBatches(images, sampling)) {
    const columns = { features: batch.features.length / batch.rows, logits: batch.logits.length / batch.rows };
    if (first === 0) {
      features = new Float32Array(rows * columns.features);
      logits = new Float32Array(rows * columns.logits);
    }
    if (features.length !== rows * columns.features || logits.length !== rows * columns.logits) {
      throw new RangeError(
        `samplePixels: maps must have ${features.length / rows} features and ${logits.length / rows} logits, ` +
          `got ${columns.features} and ${columns.logits} in image ${first / sampling.pixelsPerImage}`,
      );
    }
    features.set(batch.features, first * columns.features);
    logits.set(batch.logits, first * columns.logits);
    labels.set(batch.labels, first);
    first += batch.rows;
  }
  if (first === 0) throw new RangeError('samplePixels: `images` must hold an image, got none');
  return featuresInMemory({ features, logits, labels, ignoreLabel: -1 });
}
