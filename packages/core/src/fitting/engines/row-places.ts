import type { RowRange } from '../../features/feature-source.js';
import type { PlacedRange } from '../copy-rows.js';

/** A source, and how many of its rows a store can keep. */
export interface RowPlacesOptions {
  readonly rows: number;
  readonly views: number;
  /** Rows of any view that stay. */
  readonly stayingRows: number;
  /** Rows of a pool, at most. */
  readonly poolRows: number;
}

/** Where the rows of a pool stand. */
export interface PoolPlaces {
  /** What is to be loaded: the others are there. */
  readonly loads: readonly PlacedRange[];
  /** Places of rows of the pool. */
  readonly find: (rows: Int32Array) => Int32Array;
}

/** Who stands where in a store of rows. */
export interface RowPlaces {
  /** Rows of the store. */
  readonly size: number;
  /** Gives the rows of a pool their places. Those of the pool before keep theirs; those of the one before that do not. */
  readonly place: (ranges: readonly RowRange[], view: number) => PoolPlaces;
}

/** The rows that come first stay, as many as there is room for; the others pass through two pools in turn. */
export function rowPlaces({ rows, views, stayingRows, poolRows }: RowPlacesOptions): RowPlaces {
  const isAllStaying = stayingRows >= rows * views;
  const staying = new Int32Array(rows * views).fill(-1);
  const passing = isAllStaying ? [] : [new Int32Array(rows), new Int32Array(rows)];
  let stayed = 0;
  let pool = 0;
  return {
    size: isAllStaying ? rows * views : stayingRows + 2 * poolRows,
    place(ranges, view) {
      pool = 1 - pool;
      const places = passing[pool];
      const stays = staying.subarray(view * rows, (view + 1) * rows);
      const loads: { start: number; end: number; to: number }[] = [];
      let next = stayingRows + pool * poolRows;
      for (const range of ranges) {
        for (let row = range.start; row < range.end; row++) {
          if (stays[row] >= 0) continue;
          const to = stayed < stayingRows ? (stays[row] = stayed++) : (places[row] = next++);
          const last = loads.at(-1);
          if (last && last.end === row && last.to + row - last.start === to) last.end++;
          else loads.push({ start: row, end: row + 1, to });
        }
      }
      return { loads, find: (wanted) => wanted.map((row) => (stays[row] >= 0 ? stays[row] : places[row])) };
    },
  };
}
