import type { ClassificationCounts } from './classification-counts.js';

/**
 * Macro-averaged F1 of the top-1 predictions: the mean over classes of `2 tp / (support + predicted)`. A class counts
 * when it occurs among the labels or the predictions; one that is never predicted correctly counts as 0
 * (scikit-learn's `f1_score` with `average='macro'`, `zero_division=0`).
 *
 * @returns in [0, 1]; null without rows
 * @example
 * import { ClassificationCounts, macroF1 } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(0, 2, 1, 3), labels: Int32Array.of(1, 0) });
 * macroF1(counts); // (0 + 2/3) / 2
 */
export function macroF1(counts: ClassificationCounts): number | null {
  const { support, predicted } = counts;
  const truePositives = counts.correct[0];
  let sum = 0;
  let classes = 0;
  for (let k = 0; k < counts.classes; k++) {
    const occurrences = support[k] + predicted[k];
    if (occurrences === 0) continue;
    sum += (2 * truePositives[k]) / occurrences;
    classes++;
  }
  return classes === 0 ? null : sum / classes;
}
