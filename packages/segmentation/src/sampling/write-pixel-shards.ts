import { resumeFeatureShards, type WriteFeatureShardsOptions, type WrittenFeatureShards } from '@disalign/core/node';
import type { FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { completeSampling, pixelBatches, type SamplePixelsOptions } from './pixel-batches.js';

/** Which pixels are drawn, and how they are stored. */
export interface WritePixelShardsOptions extends SamplePixelsOptions, WriteFeatureShardsOptions {}

/**
 * Draws pixels of labelled images and writes their features, logits and labels as shards for a fit, one image at a time and each once:
 * row i n + j is pixel j of image i, in the order of its pixels. Called again after an interruption, it goes on with the first image
 * that is not wholly written, and ends with the files of a run that was not interrupted.
 *
 * A pixel takes 4 (D + K + 1) bytes, in `F16` 2 D + 4 (K + 1). D = 512 and K = 150 are 2.7 KB: the default of 128 pixels for each of
 * the 20,210 training images of ADE20K is 6.9 GB. Memory stays near that of one image and two shards of 64 MiB.
 *
 * @throws RangeError naming the option that breaks a rule, or the shard that is there with other options; what the images throw
 * @example
 * import { writePixelShards, SegmentationCalibrator, type FeatureMapSplit } from '@disalign/segmentation';
 * import { openFeatureShards } from '@disalign/core/node';
 * const cells = { height: 1, width: 4 };
 * const images: FeatureMapSplit = {
 *   count: 20, // yours: a network over images (runFeatureNetwork), or maps from a disk
 *   read: async (row) => ({
 *     features: { ...cells, channels: 1, data: Float32Array.of(0, 1, 2, row % 5) },
 *     logits: { ...cells, channels: 2, data: Float32Array.of(2, -1, 2, 0, 1, 0, 3, 1) },
 *     labels: { ...cells, labels: Uint8Array.of(0, 0, 1, row % 2) },
 *   }),
 * };
 * await writePixelShards('pixels', images, { pixelsPerImage: 4 });
 * const train = await openFeatureShards('pixels/*.safetensors');
 * await new SegmentationCalibrator({ settings: { rho: 0.5 } }).fit({ train });
 */
export async function writePixelShards(
  folder: string,
  images: FeatureMapSplit,
  options: WritePixelShardsOptions = {},
): Promise<WrittenFeatureShards> {
  const sampling = completeSampling('writePixelShards', options);
  const { rowsPerShard, featureDtype, prefix } = options;
  const { pixelsPerImage, sampling: kind, seed } = sampling;
  const metadata = { pixels: JSON.stringify({ images: images.count, pixelsPerImage, sampling: kind, seed }) };
  return resumeFeatureShards(folder, (firstRow) => pixelBatches(images, sampling, firstRow), {
    rowsPerShard,
    featureDtype,
    prefix,
    metadata: { ...options.metadata, ...metadata },
  });
}
