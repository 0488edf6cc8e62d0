import type { ClassMetrics } from './class-metrics.js';
import type { LongTailGroup } from './long-tail-groups.js';
import { meanDefined } from './mean-defined.js';

/** Means over some classes of the two metrics that the long tail is judged by; null where no class has one. */
export interface MeanIouAndAccuracy {
  readonly mIoU: number | null;
  readonly mAcc: number | null;
}

/** Means over the classes of each group. */
export type GroupMeans = Readonly<Record<LongTailGroup, MeanIouAndAccuracy>>;

/**
 * Mean IoU and mean accuracy over head, body and tail classes.
 *
 * @param metrics [K] IoU and accuracy of each class, in any unit
 * @param groups [K], see `longTailGroups`
 * @throws RangeError if there is not one group for each class
 * @example
 * import { groupMeans } from '@disalign/segmentation';
 * const metrics = [{ iou: 0.8, accuracy: 0.9 }, { iou: 0, accuracy: null }];
 * groupMeans(metrics, ['head', 'tail']).tail; // { mIoU: 0, mAcc: null }
 */
export function groupMeans(
  metrics: readonly Pick<ClassMetrics, 'iou' | 'accuracy'>[],
  groups: readonly LongTailGroup[],
): GroupMeans {
  if (groups.length !== metrics.length) {
    throw new RangeError(
      `groupMeans: \`groups\` must have ${metrics.length} entries, one a class, got ${groups.length}`,
    );
  }
  const meansOf = (group: LongTailGroup): MeanIouAndAccuracy => {
    const ofGroup = metrics.filter((_, k) => groups[k] === group);
    return {
      mIoU: meanDefined(ofGroup.map(({ iou }) => iou)),
      mAcc: meanDefined(ofGroup.map(({ accuracy }) => accuracy)),
    };
  };
  return { head: meansOf('head'), body: meansOf('body'), tail: meansOf('tail') };
}
