import { writeFeatureShards, type WriteFeatureShardsOptions, type WrittenFeatureShards } from '@disalign/core/node';
import type { RegionSplit } from '../regions/region-image.js';
import { regionBatches, type SampleRegionsOptions } from './region-batches.js';

/** Which regions are drawn, and how they are stored. */
export interface WriteRegionSamplesOptions extends SampleRegionsOptions, Omit<WriteFeatureShardsOptions, 'metadata'> {}

/**
 * Draws the regions of `sampleRegions` and writes them as shards for a fit, with memory for one image and two shards. 512 regions of
 * 1,024 features and 1,204 columns are 4.6 MB an image, in `F16` 3.5 MB.
 *
 * @throws RangeError as `sampleRegions`; Error where the folder has such shards; what the images and the file system throw
 * @example
 * import { openFeatureShards } from '@disalign/core/node';
 * import { writeRegionSamples, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 2, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0, 0, 1) }];
 * const boxes = Float32Array.of(1, 1, 3, 3, 4, 0, 6, 2);
 * const labels = Int32Array.of(0, 1);
 * const image = { id: 7, frame: size, size, heads, boxes, deltas: null, masks: null, labels };
 * const images: RegionSplit = { count: 10, read: async () => image };
 * await writeRegionSamples('regions', images);
 * const train = await openFeatureShards('regions/*.safetensors');
 */
export async function writeRegionSamples(
  folder: string,
  images: RegionSplit,
  options: WriteRegionSamplesOptions = {},
): Promise<WrittenFeatureShards> {
  const { rowsPerShard, featureDtype, prefix, ...sampling } = options;
  const batches = regionBatches('writeRegionSamples', images, sampling);
  return writeFeatureShards(folder, batches, { rowsPerShard, featureDtype, prefix });
}
