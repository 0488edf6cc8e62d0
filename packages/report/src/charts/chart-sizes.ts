import type { Chart } from '../document/chart.js';
import { categoriesOn, legendTitles, type ChartPanel } from './chart-panels.js';

/** Of the parts of a chart, in pixels. */
export interface ChartSizes {
  readonly panelWidth: number;
  readonly height: number;
  /** Between panels. */
  readonly gap: number;
  /** Around the panels, for everything that is written there. */
  readonly padding: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Of bars that stand at numbers. */
  readonly barWidth: number;
  /** Of all panels together. */
  readonly inner: { readonly width: number; readonly height: number };
}

const WIDTH = 800;
/** For the numbers and the name of a y axis: `0.001` is the longest. */
const NUMBERS = 76;
const HEIGHT = 260;
/** Of a category, when one series is on it, and for each further one. */
const ROW = 28;
const FURTHER_ROW = 12;
/** Of a letter, on average. */
const LETTER = 6.5;

/** Sizes such that everything fits, whatever measures texts. */
export function chartSizes(chart: Chart, panels: readonly ChartPanel[]): ChartSizes {
  const rows = categoriesOn('y', chart);
  const lying = rows.length > 0;
  const padding = {
    left: lying ? 16 + widest(rows) : NUMBERS,
    right: 16 + (chart.right ? 58 : 0) + legendWidth(panels),
    top: panels.some(({ title }) => title !== undefined) ? 40 : 16,
    bottom: 50,
  };
  const gap = lying ? 24 : 64;
  const width = WIDTH - padding.left - padding.right;
  const height = lying ? rows.length * (ROW + FURTHER_ROW * (seriesTogether(panels) - 1)) : HEIGHT;
  const panelWidth = (width - gap * (panels.length - 1)) / panels.length;
  const barWidth = (0.8 * panelWidth) / mostBars(chart);
  return { panelWidth, height, gap, padding, barWidth, inner: { width, height } };
}

function legendWidth(panels: readonly ChartPanel[]): number {
  const titles = legendTitles(panels);
  return titles.length < 2 ? 0 : 38 + widest(titles);
}

function widest(texts: readonly string[]): number {
  return Math.ceil(LETTER * Math.max(...texts.map(({ length }) => length)));
}

/** The most series of a panel. */
function seriesTogether(panels: readonly ChartPanel[]): number {
  return Math.max(...panels.map(({ series }) => new Set(series.map(({ title }) => title)).size));
}

/** Bars of the series that has most of them; infinite where there are none. */
function mostBars({ series, kind }: Chart): number {
  const counts = series.filter((one) => (one.kind ?? kind) === 'bars').map(({ points }) => points.length);
  return counts.length === 0 ? Infinity : Math.max(1, ...counts);
}
