import { checkClasses, checkLabels } from './logit-rows.js';

// N rows, K classes.

/**
 * Confusion matrix, added to batch by batch: how often each class was predicted for each true class. Integers, so that
 * shards merge exactly. Takes 8 K^2 bytes: for many thousands of classes count with `ClassificationCounts` instead.
 *
 * @example
 * import { ConfusionMatrix } from '@disalign/core';
 * const matrix = new ConfusionMatrix(2);
 * matrix.add(Int32Array.of(0, 1, 1), Int32Array.of(0, 0, -1));
 * matrix.counts; // Float64Array [1, 1, 0, 0]
 */
export class ConfusionMatrix {
  readonly classes: number;
  /** [K, K] row-major: rows of true class i predicted as class j at `i K + j`. */
  readonly counts: Float64Array;

  /** @throws RangeError unless `classes` is a positive integer */
  constructor(classes: number) {
    checkClasses('ConfusionMatrix', classes);
    this.classes = classes;
    this.counts = new Float64Array(classes * classes);
  }

  /**
   * Counts a batch: predictions and labels [N]; rows with a negative label are not counted.
   *
   * @throws RangeError if lengths differ, or a counted class is not in [0, K); nothing is counted then
   */
  add(predictions: Int32Array, labels: Int32Array): void {
    if (predictions.length !== labels.length) {
      throw new RangeError(
        `ConfusionMatrix.add: \`predictions\` must have ${labels.length} entries, as labels, got ${predictions.length}`,
      );
    }
    checkLabels('ConfusionMatrix.add', labels, this.classes);
    const wrong = predictions.findIndex((k, row) => labels[row] >= 0 && !(k >= 0 && k < this.classes));
    if (wrong >= 0) {
      throw new RangeError(
        `ConfusionMatrix.add: \`predictions[${wrong}]\` must be in [0, ${this.classes}), got ${predictions[wrong]}`,
      );
    }
    for (const [row, label] of labels.entries()) {
      if (label >= 0) this.counts[label * this.classes + predictions[row]]++;
    }
  }

  /** The counts of both, as a new matrix. @throws RangeError if their classes differ */
  merge(other: ConfusionMatrix): ConfusionMatrix {
    if (other.classes !== this.classes) {
      throw new RangeError(`ConfusionMatrix.merge: \`other\` must have ${this.classes} classes, got ${other.classes}`);
    }
    const sum = new ConfusionMatrix(this.classes);
    for (let cell = 0; cell < sum.counts.length; cell++) sum.counts[cell] = this.counts[cell] + other.counts[cell];
    return sum;
  }
}
