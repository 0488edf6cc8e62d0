import { FileFormatError } from '@disalign/core';

/** @throws FileFormatError naming the first label of a file that is not in 0..K - 1, by its place in that file */
export function checkImageLabels(labels: Uint8Array, { file, classes }: { file: string; classes: number }): void {
  const row = labels.findIndex((label) => label >= classes);
  if (row < 0) return;
  throw new FileFormatError({ file, field: `label ${row}`, expected: `in 0..${classes - 1}`, got: `${labels[row]}` });
}
