// N rows, K classes.

/** [N, K] row-major scores before softmax. Infinities are allowed, NaN is not. */
export type LogitArray = Float32Array | Float64Array;

/** Logits of rows and their true classes. A `FeatureBatch` is one. */
export interface LabeledLogits {
  /** [N, K] row-major scores before softmax. */
  readonly logits: LogitArray;
  /** [N] class indices; negative values mark rows to be ignored. */
  readonly labels: Int32Array;
}

/** Scores [K] of one row, a view. @throws RangeError naming row and class of a NaN */
export function logitRow(caller: string, logits: LogitArray, row: number, classes: number): LogitArray {
  const scores = logits.subarray(row * classes, (row + 1) * classes);
  for (let k = 0; k < classes; k++) {
    if (Number.isNaN(scores[k])) throw nanError(caller, row, k);
  }
  return scores;
}

/** What is thrown where a logit is NaN. */
export function nanError(caller: string, row: number, k: number): RangeError {
  return new RangeError(`${caller}: \`logits\` must not hold NaN, got one in row ${row}, class ${k}`);
}

/** Number of rows in [N, K] logits. @throws RangeError if K is not a positive integer that divides their number */
export function countLogitRows(caller: string, logits: LogitArray, classes: number): number {
  checkClasses(caller, classes);
  if (logits.length % classes !== 0) {
    throw new RangeError(
      `${caller}: \`logits\` must hold whole rows of ${classes} classes, got ${logits.length} numbers`,
    );
  }
  return logits.length / classes;
}

/** @throws RangeError unless there is one label for each row of K logits, and all labels are below K */
export function checkLabeledLogits(caller: string, batch: LabeledLogits, classes: number): void {
  const rows = countLogitRows(caller, batch.logits, classes);
  if (batch.labels.length !== rows) {
    throw new RangeError(`${caller}: \`labels\` must have ${rows} entries, one a row, got ${batch.labels.length}`);
  }
  checkLabels(caller, batch.labels, classes);
}

/** @throws RangeError naming the first row whose label is not below K */
export function checkLabels(caller: string, labels: Int32Array, classes: number): void {
  const row = labels.findIndex((label) => label >= classes);
  if (row >= 0) throw new RangeError(`${caller}: \`labels[${row}]\` must be below ${classes}, got ${labels[row]}`);
}

/** @throws RangeError unless K is a positive integer */
export function checkClasses(caller: string, classes: number): void {
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new RangeError(`${caller}: \`classes\` must be a positive integer, got ${classes}`);
  }
}
