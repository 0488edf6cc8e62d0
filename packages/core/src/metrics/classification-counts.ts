import { confidenceBin, confidenceUnits } from './confidence-bin.js';
import { checkClasses, checkLabeledLogits, logitRow, type LabeledLogits } from './logit-rows.js';
import { topClass } from './predict-classes.js';
import { labelRank } from './rank-labels.js';
import { topConfidence } from './top-confidences.js';

// N rows, K classes, B bins of equal width and one more for confidences of exactly 1.

/** What is counted. */
export interface ClassificationCountsOptions {
  /** K */
  readonly classes: number;
  /** Numbers of predictions among which the true class is looked for; 1 is always counted. Default [1, 5]. */
  readonly topK?: readonly number[];
  /** B, bins of equal width for the calibration error. Default 15. */
  readonly bins?: number;
}

/**
 * Counts behind every classification metric, added to batch by batch: integers per class, so that shards counted apart
 * and merged, in any order, give the very result of one pass. Ties and top-k follow `rankLabels`, confidences
 * `topConfidences`. Rows with a negative label are not counted; their logits are not read.
 *
 * Memory: about 24 (B + 1) + 32 bytes a class, 9 MB for 22,000 classes.
 *
 * @example
 * import { ClassificationCounts, summarizeClassification } from '@disalign/core';
 * const counts = new ClassificationCounts({ classes: 2 });
 * counts.add({ logits: Float32Array.of(0, 2, 1, 3), labels: Int32Array.of(1, 0) });
 * summarizeClassification(counts, [500, 10]).accuracy; // 0.5
 */
export class ClassificationCounts {
  readonly classes: number;
  /** Rising, starts with 1. */
  readonly topK: readonly number[];
  readonly bins: number;
  /** [K] rows of each true class. */
  readonly support: Float64Array;
  /** [K] rows in which each class is the top-1 prediction. */
  readonly predicted: Float64Array;
  /** For each of `topK`: [K] rows of each true class that are correct at k. */
  readonly correct: readonly Float64Array[];
  /** [K, B + 1] rows of each true class by bin of their top-1 confidence. */
  readonly binRows: Float64Array;
  /** [K, B + 1] those of them with a correct top-1 prediction. */
  readonly binCorrect: Float64Array;
  /** [K, B + 1] sums of their confidences, each rounded to a multiple of 2^-32, in that unit: exact up to 2^31 rows. */
  readonly binConfidence: BigInt64Array;

  /** @throws RangeError unless `classes`, `bins` and each of `topK` are positive integers */
  constructor(options: ClassificationCountsOptions) {
    const { classes, topK = [1, 5], bins = 15 } = options;
    checkClasses('ClassificationCounts', classes);
    const wrong = [...topK, bins].find((value) => !Number.isSafeInteger(value) || value < 1);
    if (wrong !== undefined) {
      throw new RangeError(`ClassificationCounts: \`topK\` and \`bins\` must be positive integers, got ${wrong}`);
    }
    this.classes = classes;
    this.topK = [...new Set([1, ...topK])].sort((a, b) => a - b);
    this.bins = bins;
    this.support = new Float64Array(classes);
    this.predicted = new Float64Array(classes);
    this.correct = this.topK.map(() => new Float64Array(classes));
    this.binRows = new Float64Array(classes * (bins + 1));
    this.binCorrect = new Float64Array(classes * (bins + 1));
    this.binConfidence = new BigInt64Array(classes * (bins + 1));
  }

  /**
   * Counts a batch: logits [N, K], labels [N].
   *
   * @throws RangeError on NaN (naming the row), on labels of K or more, or if shapes disagree; nothing is counted then
   */
  add(batch: LabeledLogits): void {
    checkLabeledLogits('ClassificationCounts.add', batch, this.classes);
    for (const row of scoreRows(batch, this.classes)) this.#count(row);
  }

  #count({ label, predicted, rank, confidence }: ScoredRow): void {
    this.support[label]++;
    this.predicted[predicted]++;
    for (const [i, k] of this.topK.entries()) if (rank < k) this.correct[i][label]++;
    const cell = label * (this.bins + 1) + confidenceBin(confidence, this.bins);
    this.binRows[cell]++;
    if (rank === 0) this.binCorrect[cell]++;
    this.binConfidence[cell] += confidenceUnits(confidence);
  }

  /** The counts of both, as new counts. @throws RangeError if classes, topK or bins differ */
  merge(other: ClassificationCounts): ClassificationCounts {
    const shape = ({ classes, topK, bins }: ClassificationCounts) =>
      `classes ${classes}, topK ${topK.join('/')}, bins ${bins}`;
    if (shape(other) !== shape(this)) {
      throw new RangeError(`ClassificationCounts.merge: \`other\` must have ${shape(this)}, got ${shape(other)}`);
    }
    const sum = new ClassificationCounts(this);
    for (const { support, predicted, correct, binRows, binCorrect, binConfidence } of [this, other]) {
      addTo(sum.support, support);
      addTo(sum.predicted, predicted);
      for (const [i, counts] of correct.entries()) addTo(sum.correct[i], counts);
      addTo(sum.binRows, binRows);
      addTo(sum.binCorrect, binCorrect);
      for (let cell = 0; cell < binConfidence.length; cell++) sum.binConfidence[cell] += binConfidence[cell];
    }
    return sum;
  }
}

interface ScoredRow {
  readonly label: number;
  readonly predicted: number;
  readonly rank: number;
  readonly confidence: number;
}

/** The rows that count, all of them scored before any is counted: a bad row leaves the counts as they were. */
function scoreRows({ logits, labels }: LabeledLogits, classes: number): ScoredRow[] {
  const rows: ScoredRow[] = [];
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    const scores = logitRow('ClassificationCounts.add', logits, row, classes);
    rows.push({
      label,
      predicted: topClass(scores),
      rank: labelRank(scores, label),
      confidence: topConfidence(scores),
    });
  }
  return rows;
}

function addTo(sums: Float64Array, terms: Float64Array): void {
  for (let i = 0; i < terms.length; i++) sums[i] += terms[i];
}
