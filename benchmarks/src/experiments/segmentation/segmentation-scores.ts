import { groupMeans, type LongTailGroup } from '@disalign/segmentation';
import { mean } from '../mean.js';
import type { ImageCounts } from './image-counts.js';

// K classes.

/** The columns of the table, as shares. */
export const scoreNames = ['mIoU', 'mAcc', 'headIoU', 'bodyIoU', 'tailIoU', 'tailAcc'] as const;
export type ScoreName = (typeof scoreNames)[number];
/** NaN where no class has a value. */
export type SegmentationScores = Readonly<Record<ScoreName, number>>;

/**
 * The scores over images, each counted as often as it is drawn: counts are added first, then divided by class, then averaged over the
 * classes that have a value.
 *
 * @param groups [K]
 * @param times how often each image is drawn. Default: once
 */
export function segmentationScores(
  images: readonly ImageCounts[],
  groups: readonly LongTailGroup[],
  times?: ArrayLike<number>,
): SegmentationScores {
  const [intersections, predicted, labelled] = [0, 0, 0].map(() => new Float64Array(groups.length));
  for (const [image, classes] of images.entries()) {
    const drawn = times?.[image] ?? 1;
    if (drawn === 0) continue;
    for (const count of classes) {
      intersections[count.label] += drawn * count.intersection;
      predicted[count.label] += drawn * count.predicted;
      labelled[count.label] += drawn * count.labelled;
    }
  }
  const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const metrics = Array.from(intersections, (intersection, k) => ({
    iou: ratio(intersection, predicted[k] + labelled[k] - intersection),
    accuracy: ratio(intersection, labelled[k]),
  }));
  const { head, body, tail } = groupMeans(metrics, groups);
  const meanOf = (values: readonly (number | null)[]) => mean(values.filter((value) => value !== null));
  return {
    mIoU: meanOf(metrics.map(({ iou }) => iou)),
    mAcc: meanOf(metrics.map(({ accuracy }) => accuracy)),
    headIoU: head.mIoU ?? NaN,
    bodyIoU: body.mIoU ?? NaN,
    tailIoU: tail.mIoU ?? NaN,
    tailAcc: tail.mAcc ?? NaN,
  };
}

/** A number for each score. */
export function mapScores<Value>(valueOf: (name: ScoreName) => Value): Readonly<Record<ScoreName, Value>> {
  return {
    mIoU: valueOf('mIoU'),
    mAcc: valueOf('mAcc'),
    headIoU: valueOf('headIoU'),
    bodyIoU: valueOf('bodyIoU'),
    tailIoU: valueOf('tailIoU'),
    tailAcc: valueOf('tailAcc'),
  };
}
