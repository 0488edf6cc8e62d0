import { checkLabeledLogits, logitRow, type LabeledLogits, type LogitArray } from './logit-rows.js';

// N rows, K classes.

/**
 * Rank of the true class in each row: how many classes come before it. Rank 0 is a correct top-1 prediction, and a row
 * is correct at top-k when its rank is below k. A class comes before the true one if its logit is greater, or equal
 * with a lower class index: the order in which `predictClasses` breaks ties.
 *
 * @param batch logits [N, K], labels [N]
 * @param classes K
 * @returns [N] ranks in 0..K - 1; -1 for ignored rows, whose logits are not read
 * @throws RangeError on NaN (naming the row), on labels of K or more, or if shapes disagree
 * @example
 * import { rankLabels } from '@disalign/core';
 * rankLabels({ logits: Float32Array.of(3, 1, 2), labels: Int32Array.of(1) }, 3); // Int32Array [2]
 */
export function rankLabels(batch: LabeledLogits, classes: number): Int32Array {
  checkLabeledLogits('rankLabels', batch, classes);
  return batch.labels.map((label, row) =>
    label < 0 ? -1 : labelRank(logitRow('rankLabels', batch.logits, row, classes), label),
  );
}

/** How many classes come before `label` in the order of falling score, then rising index. */
export function labelRank(scores: LogitArray, label: number): number {
  const score = scores[label];
  let rank = 0;
  for (let k = 0; k < scores.length; k++) {
    if (scores[k] > score || (scores[k] === score && k < label)) rank++;
  }
  return rank;
}
