import { calibrationBins } from './calibration-bins.js';
import { calibrationError } from './calibration-error.js';
import type { ClassificationCounts } from './classification-counts.js';
import { macroF1 } from './macro-f1.js';
import { mapShotGroups } from './map-shot-groups.js';
import { meanByShotGroup } from './mean-by-shot-group.js';
import { shotGroups, type ByShotGroup, type ShotGroup, type ShotThresholds } from './shot-groups.js';

// K classes.

/** How often the true class is among the k largest scores. */
export interface TopKAccuracy {
  /** Correct rows over rows. */
  readonly accuracy: number | null;
  /** Mean of the accuracies of the classes that have rows, over all classes and by shot group. */
  readonly meanClassAccuracy: ByShotGroup<number | null>;
}

/** Classification metrics. A value without rows behind it is null. */
export interface ClassificationSummary extends TopKAccuracy {
  /** Rows counted. */
  readonly rows: number;
  /** [K] top-1 accuracy of each class, its recall. */
  readonly classAccuracy: readonly (number | null)[];
  /** Accuracies at each k that was counted, by k. */
  readonly topK: Readonly<Record<number, TopKAccuracy>>;
  /** See `macroF1`. */
  readonly macroF1: number | null;
  /** See `calibrationError`; a group's is that of the rows of its classes. */
  readonly calibrationError: ByShotGroup<number | null>;
}

/**
 * Metrics of a classifier from its counts: accuracy over rows, mean accuracy over classes (macro recall) by shot group,
 * both also at top-k, macro-F1 and expected calibration error. The accuracy of a shot group is the mean over its classes;
 * where all classes have equally many rows that is also the accuracy over its rows.
 *
 * @param counts of the evaluation rows
 * @param trainCounts [K] training samples per class, in class order: they decide the shot groups
 * @throws RangeError unless there are K non-negative integer counts
 * @example
 * import { ClassificationCounts, summarizeClassification } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(0, 2, 1, 3), labels: Int32Array.of(1, 0) });
 * summarizeClassification(counts, [500, 10]).meanClassAccuracy; // { overall: 0.5, many: 0, medium: null, few: 1 }
 */
export function summarizeClassification(
  counts: ClassificationCounts,
  trainCounts: ArrayLike<number>,
  thresholds?: ShotThresholds,
): ClassificationSummary {
  if (trainCounts.length !== counts.classes) {
    throw new RangeError(
      `summarizeClassification: \`trainCounts\` must have ${counts.classes} entries, got ${trainCounts.length}`,
    );
  }
  const groups = shotGroups(trainCounts, thresholds);
  const topK = counts.topK.map((k, i) => [k, accuracyOf(counts.correct[i], counts.support, groups)] as const);
  return {
    rows: total(counts.support),
    ...topK[0][1],
    classAccuracy: classAccuracies(counts.correct[0], counts.support),
    topK: Object.fromEntries(topK),
    macroF1: macroF1(counts),
    calibrationError: calibrationErrorByShotGroup(counts, groups),
  };
}

function accuracyOf(correct: Float64Array, support: Float64Array, groups: readonly ShotGroup[]): TopKAccuracy {
  const rows = total(support);
  return {
    accuracy: rows === 0 ? null : total(correct) / rows,
    meanClassAccuracy: meanByShotGroup(classAccuracies(correct, support), groups),
  };
}

function classAccuracies(correct: Float64Array, support: Float64Array): (number | null)[] {
  return Array.from(support, (rows, k) => (rows === 0 ? null : correct[k] / rows));
}

function calibrationErrorByShotGroup(
  counts: ClassificationCounts,
  groups: readonly ShotGroup[],
): ByShotGroup<number | null> {
  return mapShotGroups((group) =>
    calibrationError(calibrationBins(counts, (k) => group === 'overall' || groups[k] === group)),
  );
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
