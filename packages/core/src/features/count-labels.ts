/**
 * How many rows each class has; negative labels are not counted.
 *
 * @param labels [N], below K
 * @returns [K]
 * @example
 * import { countLabels } from '@disalign/core';
 * countLabels(Int32Array.of(0, 2, 2, -1), 3); // [1, 0, 2]
 */
export function countLabels(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) if (label >= 0) counts[label]++;
  return counts;
}
