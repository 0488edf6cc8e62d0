import {
  calibrateOnHost,
  identityCalibration,
  iterateBatches,
  predictClasses,
  type Calibration,
  type FeatureSource,
} from '@disalign/core';
import {
  longTailGroupsByPixels,
  NO_CLASS,
  SegmentationCounts,
  summarizeSegmentation,
  type LongTailGroupSizes,
  type SegmentationSummary,
} from '@disalign/segmentation';

// N pixels, K classes.

/** The metrics of segmentation on sampled pixels, before and after. */
export interface PixelScores {
  readonly untouched: SegmentationSummary;
  readonly calibrated: SegmentationSummary;
}

/** What decides which classes are head, body and tail. */
export interface PixelGroups {
  /** [K] pixels of each class. */
  readonly counts: readonly number[];
  /** Default: those of the authors where K is 150, otherwise none. */
  readonly sizes?: LongTailGroupSizes;
}

const ADE20K_CLASSES = 150;

/** IoU and accuracy over sampled pixels, which are no whole images: means over classes come near theirs where pixels are drawn uniformly. */
export async function pixelScores(
  source: FeatureSource,
  calibration: Calibration,
  { counts, sizes }: PixelGroups,
): Promise<PixelScores> {
  const isGrouped = sizes !== undefined || source.classes === ADE20K_CLASSES;
  const groups = isGrouped ? longTailGroupsByPixels(counts, sizes) : undefined;
  const score = async (one: Calibration) => summarizeSegmentation(await countPixels(source, one), { groups });
  return { untouched: await score(identityCalibration(source.classes)), calibrated: await score(calibration) };
}

async function countPixels(source: FeatureSource, calibration: Calibration): Promise<SegmentationCounts> {
  const counts = new SegmentationCounts(source.classes);
  for await (const batch of iterateBatches(source)) {
    const size = { height: 1, width: batch.rows };
    const predicted = predictClasses(calibrateOnHost(batch, calibration), source.classes);
    counts.add(
      { ...size, labels: Uint8Array.from(predicted) },
      { ...size, labels: Uint8Array.from(batch.labels, (label) => (label < 0 ? NO_CLASS : label)) },
    );
  }
  return counts;
}
