import type { ClassMetrics } from './class-metrics.js';
import { groupMeans, type GroupMeans, type MeanIouAndAccuracy } from './group-means.js';
import type { LongTailGroup } from './long-tail-groups.js';
import { meanDefined } from './mean-defined.js';

/** Long-tail summary in percent, rounded as the authors' code rounds. */
export interface AuthorsSummary extends MeanIouAndAccuracy {
  /** Means of per-class values that were rounded to 2 decimals; the authors round them once more to print them. */
  readonly groups: GroupMeans;
}

/**
 * Long-tail summary of the authors' segmentation code, in percent: mIoU and mAcc are rounded to 2 decimals; for head, body and tail
 * the value of each class is rounded first, and the means are taken of that. Rounds half to even, as numpy does.
 *
 * The means of the groups are given before their last rounding, where ties (x.xx5) fall either way in float32 and float64.
 *
 * @param metrics [K] IoU and accuracy of each class in [0, 1]
 * @param groups [K], see `longTailGroups`
 * @throws RangeError if there is not one group for each class
 * @example
 * import { summarizeAsAuthors } from '@disalign/segmentation';
 * const metrics = [{ iou: 0.12344, accuracy: 0.5 }, { iou: 0.12348, accuracy: null }];
 * summarizeAsAuthors(metrics, ['head', 'head']).groups.head; // { mIoU: 12.345, mAcc: 50 }
 */
export function summarizeAsAuthors(
  metrics: readonly Pick<ClassMetrics, 'iou' | 'accuracy'>[],
  groups: readonly LongTailGroup[],
): AuthorsSummary {
  const rounded = metrics.map(({ iou, accuracy }) => ({
    iou: roundedPercent(iou),
    accuracy: roundedPercent(accuracy),
  }));
  return {
    mIoU: roundedPercent(meanDefined(metrics.map(({ iou }) => iou))),
    mAcc: roundedPercent(meanDefined(metrics.map(({ accuracy }) => accuracy))),
    groups: groupMeans(rounded, groups),
  };
}

/** `numpy.round(100 * share, 2)` */
function roundedPercent(share: number | null): number | null {
  if (share === null) return null;
  const hundredths = 100 * share * 100;
  const below = Math.floor(hundredths);
  const isTie = hundredths - below === 0.5;
  return (isTie ? below + (below % 2) : Math.round(hundredths)) / 100;
}
