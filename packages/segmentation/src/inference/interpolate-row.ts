import type { PixelMap } from './pixel-map.js';
import type { Taps } from './taps.js';

/**
 * Adds one row of a resized map to `row` [W, C]: taps across rows first, then along the row. Outputs without taps stay as they are.
 *
 * @param across taps of every output row
 * @param along taps of every output column, W
 */
export function addInterpolatedRow(
  map: PixelMap,
  { across, along }: { readonly across: Taps; readonly along: Taps },
  output: number,
  row: Float32Array,
): void {
  const { channels } = map;
  const combined = combineRows(map, across, output);
  if (combined === null) return;
  let tap = 0;
  for (let column = 0; column < along.ends.length; column++) {
    for (; tap < along.ends[column]; tap++) {
      const weight = along.weights[tap];
      const from = along.indices[tap] * channels;
      const to = column * channels;
      for (let channel = 0; channel < channels; channel++) row[to + channel] += weight * combined[from + channel];
    }
  }
}

/** The weighted sum of the input rows that an output row is made of [w, C]; null where it is made of none. */
function combineRows({ width, channels, data }: PixelMap, across: Taps, output: number): Float64Array | null {
  const start = output === 0 ? 0 : across.ends[output - 1];
  const end = across.ends[output];
  if (start === end) return null;
  const length = width * channels;
  const combined = new Float64Array(length);
  for (let tap = start; tap < end; tap++) {
    const weight = across.weights[tap];
    const from = across.indices[tap] * length;
    for (let i = 0; i < length; i++) combined[i] += weight * data[from + i];
  }
  return combined;
}
