/**
 * The mean of each value and its neighbours, `width` of them to either side, fewer at the ends; nulls are left out, and null is
 * where nothing is left.
 *
 * @example
 * import { runningMean } from '@disalign/report';
 * runningMean([1, 2, 6], 1); // [1.5, 3, 4]
 */
export function runningMean(values: readonly (number | null)[], width: number): (number | null)[] {
  return values.map((_, at) => {
    const near = values.slice(Math.max(0, at - width), at + width + 1).filter((value) => value !== null);
    return near.length === 0 ? null : near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}
