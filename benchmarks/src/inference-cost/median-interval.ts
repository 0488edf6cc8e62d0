/**
 * 95 % interval of the median of independent values, from their order alone: between the values of rank r and n + 1 - r, r the largest
 * with P(Binomial(n, 1/2) < r) <= 0.025. Of fewer than six values there is none, and the whole range is given.
 *
 * @see Conover, Practical Nonparametric Statistics, 3rd ed., 3.2
 * @throws RangeError without any value
 */
export function medianInterval(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) throw new RangeError('medianInterval: `values` must hold at least one number, got none');
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  let rank = 0;
  let term = 0.5 ** count;
  for (let below = term; below <= 0.025; below += term) {
    rank++;
    term *= (count + 1 - rank) / rank;
  }
  const first = Math.max(rank, 1) - 1;
  return [sorted[first], sorted[count - 1 - first]];
}
