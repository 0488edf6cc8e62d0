import type { PixelMap } from './pixel-map.js';
import type { Taps } from './taps.js';

/**
 * What adds a row of a resized map to `row` [W, C]: taps across rows first, then along the row. Outputs without taps stay as they are.
 *
 * @param across taps of every output row
 * @param along taps of every output column, W
 */
export function rowInterpolator(
  map: PixelMap,
  { across, along }: { readonly across: Taps; readonly along: Taps },
): (output: number, row: Float32Array) => void {
  const { channels } = map;
  const combined = new Float64Array(map.width * channels);
  return (output, row) => {
    if (!combineRows(map, { across, output, combined })) return;
    let tap = 0;
    for (let column = 0; column < along.ends.length; column++) {
      for (; tap < along.ends[column]; tap++) {
        const weight = along.weights[tap];
        let from = along.indices[tap] * channels;
        for (let to = column * channels; to < (column + 1) * channels; to++) row[to] += weight * combined[from++];
      }
    }
  };
}

interface CombinedRow {
  readonly across: Taps;
  readonly output: number;
  /** [w, C], filled. */
  readonly combined: Float64Array;
}

/** The weighted sum of the input rows that an output row is made of. @returns whether it is made of any */
function combineRows({ data }: PixelMap, { across, output, combined }: CombinedRow): boolean {
  const start = output === 0 ? 0 : across.ends[output - 1];
  const end = across.ends[output];
  combined.fill(0);
  for (let tap = start; tap < end; tap++) {
    const weight = across.weights[tap];
    const from = across.indices[tap] * combined.length;
    for (let i = 0; i < combined.length; i++) combined[i] += weight * data[from + i];
  }
  return start < end;
}
