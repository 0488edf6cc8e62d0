/** What a label may be. */
export interface LabelRule {
  readonly classes: number;
  /** Labels that mark rows to be ignored; they become -1. */
  readonly ignored: readonly number[];
  /** The error for the first label that is neither. */
  readonly fail: (row: number, expected: string, got: string) => Error;
}

/** Labels as class indices 0..K-1, or -1 for rows to be ignored. @throws what `fail` makes of the first other label */
export function mapLabels(labels: ArrayLike<number>, { classes, ignored, fail }: LabelRule): Int32Array {
  const mapped = new Int32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (ignored.includes(label)) mapped[row] = -1;
    else if (Number.isInteger(label) && label >= 0 && label < classes) mapped[row] = label;
    else throw fail(row, describeRule(classes, ignored), `${label}`);
  }
  return mapped;
}

function describeRule(classes: number, ignored: readonly number[]): string {
  return [`an integer in 0..${classes - 1}`, ...ignored.map((label) => `${label} (ignored)`)].join(' or ');
}
