import { classMetrics, type ClassMetrics, type ClassMetricsOptions } from './class-metrics.js';
import { groupMeans, type GroupMeans } from './group-means.js';
import type { LongTailGroup } from './long-tail-groups.js';
import { meanDefined } from './mean-defined.js';
import type { SegmentationCounts } from './segmentation-counts.js';

/** Metrics over all classes, in [0, 1]; null where no pixel or no class defines one. */
export interface SegmentationSummary {
  /** Labelled pixels. */
  readonly pixels: number;
  /** Share of the labelled pixels that are predicted right. */
  readonly aAcc: number | null;
  readonly mIoU: number | null;
  readonly mAcc: number | null;
  readonly mDice: number | null;
  readonly mFscore: number | null;
  readonly mPrecision: number | null;
  readonly mRecall: number | null;
  /** Means over head, body and tail; null without `groups`. */
  readonly groups: GroupMeans | null;
}

/** What is summarised, and how. */
export interface SegmentationSummaryOptions extends ClassMetricsOptions {
  /** [K], see `longTailGroups`. */
  readonly groups?: readonly LongTailGroup[];
  /** A class without a value is left out of a mean (`skip`, the default), or enters it as 0 (`zero`: mmsegmentation's nan_to_num=0). */
  readonly undefinedClasses?: 'skip' | 'zero';
}

/**
 * The metrics of mmsegmentation over counts of all images: `aAcc = sum I / sum L`, and means over classes of IoU, accuracy, Dice,
 * F-score, precision and recall (see `classMetrics`).
 *
 * A class that is only predicted has IoU 0 and enters mIoU, but has no accuracy: mIoU and mAcc average over different classes.
 *
 * @throws RangeError if `beta` is not positive, or there is not one group for each class
 * @example
 * import { SegmentationCounts, summarizeSegmentation } from '@disalign/segmentation';
 * const counts = new SegmentationCounts(4);
 * const labels = { height: 1, width: 4, labels: Uint8Array.of(0, 0, 1, 255) };
 * counts.add({ ...labels, labels: Uint8Array.of(0, 1, 1, 2) }, labels);
 * const { aAcc, mIoU, mAcc } = summarizeSegmentation(counts); // 2/3, 0.5, 0.75
 */
export function summarizeSegmentation(
  counts: SegmentationCounts,
  { groups, undefinedClasses = 'skip', ...options }: SegmentationSummaryOptions = {},
): SegmentationSummary {
  const metrics = classMetrics(counts, options);
  const fill = undefinedClasses === 'zero' ? 0 : null;
  const mean = (of: (metrics: ClassMetrics) => number | null) => meanDefined(metrics.map((k) => of(k) ?? fill));
  const sum = (of: (metrics: ClassMetrics) => number) => metrics.reduce((total, k) => total + of(k), 0);
  const pixels = sum(({ labelled }) => labelled);
  const filled = metrics.map(({ iou, accuracy }) => ({ iou: iou ?? fill, accuracy: accuracy ?? fill }));
  return {
    pixels,
    aAcc: pixels === 0 ? fill : sum(({ intersection }) => intersection) / pixels,
    mIoU: mean(({ iou }) => iou),
    mAcc: mean(({ accuracy }) => accuracy),
    mDice: mean(({ dice }) => dice),
    mFscore: mean(({ fscore }) => fscore),
    mPrecision: mean(({ precision }) => precision),
    mRecall: mean(({ recall }) => recall),
    groups: groups === undefined ? null : groupMeans(filled, groups),
  };
}
