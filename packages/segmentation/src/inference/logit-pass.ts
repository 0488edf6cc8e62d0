import type { ImageSize } from '../labels/label-map.js';
import { bilinearTaps } from './bilinear-taps.js';
import type { PixelMap } from './pixel-map.js';
import type { AxisWindow, WindowGrid } from './sliding-windows.js';
import { composeTaps, packTaps, reorderTaps, type Taps } from './taps.js';

/** Logits of one window, small as the network gave them, and what every row and column of the image takes from them. */
export interface LogitPatch {
  /** [h, w, K] */
  readonly logits: PixelMap;
  readonly across: Taps;
  readonly along: Taps;
}

/** One run of the network over an image at one size: the patches add up to the logits at the size of the image. */
export type LogitPass = readonly LogitPatch[];

/** How patches come to lie in the image. */
export interface PassGeometry {
  readonly image: ImageSize;
  readonly input: ImageSize;
  readonly grid: WindowGrid;
  readonly throughInput: boolean;
  /** The network saw the input mirrored. */
  readonly mirrored: boolean;
}

/**
 * Lays the logits of all windows over the image: each is resized to its window, overlaps are averaged, the whole is resized to the
 * image and mirrored back. All of that is linear and separable, so what a row or column of the image takes from a patch is known
 * before any large map is made.
 *
 * @param logits of each window, row by row of the grid
 */
export function layPatches(logits: readonly PixelMap[], geometry: PassGeometry): LogitPatch[] {
  const { image, input, grid } = geometry;
  const columns = grid.columns.length;
  return logits.map((patch, index) => {
    const row = grid.rows[Math.floor(index / columns)];
    const column = grid.columns[index % columns];
    const axis = { throughInput: geometry.throughInput };
    const across = axisTaps(
      { ...axis, samples: patch.height, image: image.height, input: input.height },
      row,
      grid.rows,
    );
    const along = axisTaps(
      { ...axis, samples: patch.width, image: image.width, input: input.width },
      column,
      grid.columns,
    );
    return { logits: patch, across, along: geometry.mirrored ? reversed(along) : along };
  });
}

interface Axis {
  /** How many logits the window has along the axis. */
  readonly samples: number;
  readonly image: number;
  readonly input: number;
  readonly throughInput: boolean;
}

function axisTaps(
  { samples, image, input, throughInput }: Axis,
  window: AxisWindow,
  windows: readonly AxisWindow[],
): Taps {
  if (!throughInput) return bilinearTaps(samples, image);
  const toWindow = bilinearTaps(samples, window.end - window.start);
  return composeTaps(bilinearTaps(input, image), composeTaps(averageInWindow(input, window, windows), toWindow));
}

/** From a window to the input: 1 over the number of windows at each place of it, nothing outside. */
function averageInWindow(input: number, window: AxisWindow, windows: readonly AxisWindow[]): Taps {
  const covers = (other: AxisWindow, place: number) => other.start <= place && place < other.end;
  const rows = Array.from({ length: input }, (_, place) =>
    covers(window, place)
      ? new Map([[place - window.start, 1 / windows.filter((other) => covers(other, place)).length]])
      : new Map<number, number>(),
  );
  return packTaps(window.end - window.start, rows);
}

function reversed(taps: Taps): Taps {
  return reorderTaps(
    taps,
    Array.from(taps.ends, (_, output) => taps.ends.length - 1 - output),
  );
}
