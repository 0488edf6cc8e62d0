/**
 * The ends of the interval that holds the share `level` of some draws, as much missing below as above: quantiles, linear between
 * neighbours (numpy's default).
 *
 * @throws RangeError without draws, or if `level` is not in (0, 1)
 * @example
 * import { percentileInterval } from '@disalign/core';
 * percentileInterval([3, 1, 2, 5, 4], 0.5); // { lower: 2, upper: 4 }
 */
export function percentileInterval(draws: Iterable<number>, level = 0.95): { lower: number; upper: number } {
  const sorted = Float64Array.from(draws).sort();
  if (sorted.length === 0) throw new RangeError('percentileInterval: `draws` must hold at least one, got none');
  if (!(level > 0 && level < 1)) throw new RangeError(`percentileInterval: \`level\` must be in (0, 1), got ${level}`);
  const tail = (1 - level) / 2;
  return { lower: quantile(sorted, tail), upper: quantile(sorted, 1 - tail) };
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
