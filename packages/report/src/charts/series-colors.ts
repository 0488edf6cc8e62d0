import type { ChartPanel } from './chart-panels.js';
import type { Palette } from './palette.js';

/** The colour of each series by its title: those behind the others are grey, the rest have the palette's in turn. */
export function seriesColors(panels: readonly ChartPanel[], { behind, series: colors }: Palette): Map<string, string> {
  const chosen = new Map<string, string>();
  let next = 0;
  for (const { title, axis } of panels.flatMap(({ series }) => series)) {
    if (chosen.has(title)) continue;
    chosen.set(title, axis === 'right' ? behind : colors[next++ % colors.length]);
  }
  return chosen;
}
