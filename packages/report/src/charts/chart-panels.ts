import type { Chart, Mark, Series } from '../document/chart.js';
import { sourceName } from '../document/source-name.js';

/** A series as its chart draws it. */
export interface DrawnSeries extends Series {
  /** Of its data in the specification: `series-0`. */
  readonly data: string;
  /** In the legend: its name, and whose it is where it is not ours. */
  readonly title: string;
}

/** What stands in one frame. */
export interface ChartPanel {
  readonly title: string | undefined;
  readonly series: readonly DrawnSeries[];
  readonly marks: readonly Mark[];
}

/** The panels of a chart in their order. */
export function chartPanels({ series, marks = [] }: Chart): ChartPanel[] {
  const drawn = series.map((one, index) => ({ ...one, data: `series-${index}`, title: titleOf(one) }));
  return [...new Set(series.map(({ panel }) => panel))].map((title) => ({
    title,
    series: drawn.filter(({ panel }) => panel === title),
    marks: marks.filter(({ panel }) => panel === undefined || panel === title),
  }));
}

/** The titles in the legend, each once. */
export function legendTitles(panels: readonly ChartPanel[]): string[] {
  return [...new Set(panels.flatMap(({ series }) => series.map(({ title }) => title)))];
}

/** The categories on an axis in the order of their first occurrence; none on a numeric axis. */
export function categoriesOn(axis: 'x' | 'y', chart: Chart): string[] {
  if (chart[axis].scale !== 'category') return [];
  return [...new Set(chart.series.flatMap(({ points }) => points.map((point) => String(point[axis]))))];
}

function titleOf({ name, source = 'ours' }: Series): string {
  return source === 'ours' ? name : `${name} (${sourceName(source)})`;
}
