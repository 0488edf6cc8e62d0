import { predictClasses, type Calibration } from '@disalign/core';
import { calibrateCheckedMaps } from '../calibration/calibrate-maps.js';
import { checkFeatureMaps, type FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { labelPasses } from '../inference/label-passes.js';
import { layWholeMap } from '../inference/lay-whole-map.js';
import type { PixelMap } from '../inference/pixel-map.js';
import type { ImageSize, LabelMap } from '../labels/label-map.js';
import { SegmentationCounts } from '../metrics/segmentation-counts.js';

/** Who is told how far it is. */
export interface ScoreImagesOptions {
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * What calibrations do on labelled images, in one pass over them: each image is read once, calibrated by each, predicted at the size of
 * its labels and counted.
 *
 * @param calibrations of one K; core's `identityCalibration` is the network as it came
 * @returns counts in the order of the calibrations
 * @throws RangeError if maps, labels and calibrations do not fit together; what the images throw
 * @example
 * import { identityCalibration, logitAdjustment } from '@disalign/core';
 * import { scoreImages, summarizeSegmentation, type FeatureMapSplit } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(2, 1, 0, 3) };
 * const labels = { height: 1, width: 2, labels: Uint8Array.of(1, 1) };
 * const images: FeatureMapSplit = { count: 1, read: async () => ({ features: map, logits: map, labels }) };
 * const counts = await scoreImages(images, [identityCalibration(2), logitAdjustment([90, 10])]);
 * counts.map((ofOne) => summarizeSegmentation(ofOne).mAcc); // [0.5, 1]
 */
export async function scoreImages(
  images: FeatureMapSplit,
  calibrations: readonly Calibration[],
  { onProgress }: ScoreImagesOptions = {},
): Promise<SegmentationCounts[]> {
  const counts = calibrations.map(({ scale }) => new SegmentationCounts(scale.length));
  for (let image = 0; image < images.count; image++) {
    const maps = await images.read(image);
    checkFeatureMaps('scoreImages', maps);
    const { labels, inputSize } = maps;
    for (const [index, calibration] of calibrations.entries()) {
      counts[index].add(labelsAtSize(calibrateCheckedMaps(maps, calibration), { size: labels, inputSize }), labels);
    }
    onProgress?.({ done: image + 1, total: images.count });
  }
  return counts;
}

/** The class of every pixel of an image, from logits at the network's stride. */
export function labelsAtSize(
  logits: PixelMap,
  { size, inputSize }: { size: ImageSize; inputSize?: ImageSize },
): LabelMap {
  const { height, width, channels, data } = logits;
  const isWhole = height === size.height && width === size.width && inputSize === undefined;
  if (isWhole) return { height, width, labels: Uint8Array.from(predictClasses(data, channels)) };
  return labelPasses([[layWholeMap(logits, size, inputSize)]], size);
}
