// K classes.

/** Classes by how many training samples they have: `many` > 100, `medium` 20..100, `few` < 20 under the usual thresholds. */
export type ShotGroup = 'many' | 'medium' | 'few';

/** Where many-shot ends and few-shot begins. */
export interface ShotThresholds {
  /** More training samples than this: `many`. Default 100. */
  readonly many?: number;
  /** Fewer training samples than this: `few`. Default 20. */
  readonly few?: number;
}

/** One value over all classes and one over each shot group. */
export interface ByShotGroup<T> {
  readonly overall: T;
  readonly many: T;
  readonly medium: T;
  readonly few: T;
}

/**
 * Shot group of each class: `many` when it has more than `many` training samples, `few` when it has fewer than `few`,
 * else `medium` (both thresholds are medium). The defaults are those of the long-tailed benchmarks
 * (Kang et al., ICLR 2020).
 *
 * @param trainCounts [K] training samples per class, in class order
 * @returns [K]
 * @throws RangeError if a count is not a non-negative integer, or `few` is not in 0..`many` + 1
 * @example
 * import { shotGroups } from '@disalign/core';
 * shotGroups([1280, 100, 20, 5]); // ['many', 'medium', 'medium', 'few']
 */
export function shotGroups(trainCounts: ArrayLike<number>, thresholds: ShotThresholds = {}): ShotGroup[] {
  const { many = 100, few = 20 } = thresholds;
  if (!(few >= 0 && few <= many + 1)) {
    throw new RangeError(`shotGroups: \`few\` must be in 0..many + 1 = ${many + 1}, got ${few}`);
  }
  return Array.from(trainCounts, (count, k) => {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`shotGroups: \`trainCounts[${k}]\` must be a non-negative integer, got ${count}`);
    }
    if (count > many) return 'many';
    return count < few ? 'few' : 'medium';
  });
}
