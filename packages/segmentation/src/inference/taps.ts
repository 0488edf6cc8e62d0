// A resize along one axis is a matrix with few entries a row: output i is the sum of weight x input over its taps.

/** The taps of each output: those of output i are at `ends[i - 1]`..`ends[i] - 1` (from 0 for the first). */
export interface Taps {
  /** How many inputs there are. */
  readonly inputs: number;
  readonly ends: Int32Array;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** One output's taps: weights by input. */
export type TapRow = ReadonlyMap<number, number>;

/** Packs the taps of each output; those of weight 0 are left out. */
export function packTaps(inputs: number, rows: readonly TapRow[]): Taps {
  const entries = rows.map((row) => [...row].filter(([, weight]) => weight !== 0).sort(([a], [b]) => a - b));
  let end = 0;
  const ends = Int32Array.from(entries, (row) => (end += row.length));
  const flat = entries.flat();
  return {
    inputs,
    ends,
    indices: Int32Array.from(flat, ([index]) => index),
    weights: Float64Array.from(flat, ([, weight]) => weight),
  };
}

/** The taps of one output. */
export function tapRow({ ends, indices, weights }: Taps, output: number): TapRow {
  const row = new Map<number, number>();
  for (let tap = output === 0 ? 0 : ends[output - 1]; tap < ends[output]; tap++) row.set(indices[tap], weights[tap]);
  return row;
}

/** All outputs, in the order of `order`. */
export function reorderTaps(taps: Taps, order: readonly number[]): Taps {
  return packTaps(
    taps.inputs,
    order.map((output) => tapRow(taps, output)),
  );
}

/** `outer` after `inner`: the matrix product of both. */
export function composeTaps(outer: Taps, inner: Taps): Taps {
  const rows = Array.from(outer.ends, (_, output) => {
    const row = new Map<number, number>();
    for (const [middle, outerWeight] of tapRow(outer, output)) {
      for (const [input, weight] of tapRow(inner, middle)) row.set(input, (row.get(input) ?? 0) + outerWeight * weight);
    }
    return row;
  });
  return packTaps(inner.inputs, rows);
}
