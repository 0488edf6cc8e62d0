import type { Axis, Chart, Mark } from '../document/chart.js';
import { headingText } from '../document/ordered-columns.js';
import type { DrawnSeries } from './chart-panels.js';
import type { Palette } from './palette.js';

/** Where the marks of a panel stand. */
export interface PositionEncodings {
  /** Whether categories stand on y. */
  readonly lying: boolean;
  /** At the points, on an axis at the left or at the right. */
  readonly at: (axis?: 'left' | 'right') => object;
  /** From the lower to the upper end of the intervals. */
  readonly between: () => object;
  /** At the upper ends. */
  readonly atEnd: () => object;
  /** Where nothing shares a category. */
  readonly alone: () => { readonly x: object; readonly y: object };
}

export interface PositionOptions {
  readonly palette: Palette;
  /** On the axis of categories; empty where there is none. */
  readonly categories: readonly string[];
  /** Of the panel; those with different titles share a category side by side. */
  readonly series: readonly DrawnSeries[];
  /** Of the panel. */
  readonly marks: readonly Mark[];
  /** Whether the categories stand beside the panel. */
  readonly labels: boolean;
  /** Of the panel, in pixels. */
  readonly width: number;
  /** Room at the right of the last mark for its number, in pixels. */
  readonly room: number;
  /** Between the frame and the first and last numbers of x, in pixels. */
  readonly beside: number;
}

/** The encodings of x and y for a panel of a chart. */
export function positionEncodings(chart: Chart, options: PositionOptions): PositionEncodings {
  const lying = chart.y.scale === 'category';
  const context = { chart, options };
  const x = channel('x', chart.x, context);
  const y = channel('y', chart.y, context);
  const right = chart.right && channel('y', chart.right, { ...context, orient: 'right' });
  const offset = offsetOf(chart, options);
  const low = { field: 'low' };
  const high = { field: 'high' };
  return {
    lying,
    at: (axis) => ({ x, y: axis === 'right' && right ? right : y, ...offset }),
    between: () =>
      lying ? { x: { ...x, ...low }, x2: high, y, ...offset } : { x, y: { ...y, ...low }, y2: high, ...offset },
    alone: () => ({ x, y }),
    atEnd: () => (lying ? { x: { ...x, ...high }, y, ...offset } : { x, y: { ...y, ...high }, ...offset }),
  };
}

/** Room at the ends of an axis that does not start at zero, in pixels. */
export const BESIDE = 8;
/** Of a tick and its number, in pixels. */
const TICK = 42;

interface ChannelContext {
  readonly chart: Chart;
  readonly options: PositionOptions;
  readonly orient?: 'right';
}

function channel(name: 'x' | 'y', axis: Axis, context: ChannelContext): object {
  const { chart, options, orient } = context;
  if (axis.scale === 'category') return categoryChannel(name, axis, options);
  const measured = name === (chart.y.scale === 'category' ? 'x' : 'y');
  return {
    field: name,
    type: 'quantitative',
    title: headingText({ heading: axis.label, unit: axis.unit }),
    scale: { type: axis.scale ?? 'linear', ...domainOf(axis, measured, context) },
    axis: {
      ...(orient ? { orient } : {}),
      grid: orient === undefined && measured,
      ...(axis.scale === 'log' ? { values: powersOfTen } : { tickCount: tickCount(name, options) }),
    },
  };
}

/** Those that numbers have; the ones outside of the axis are not drawn. */
const powersOfTen = Array.from({ length: 41 }, (_, index) => 10 ** (index - 20));

function domainOf(axis: Axis, measured: boolean, { chart, options, orient }: ChannelContext): object {
  if (axis.range !== undefined) return { domain: axis.range, nice: false };
  if (axis.scale === 'log') return { nice: measured };
  const lying = chart.y.scale === 'category';
  const bars = measured && (orient === 'right' || hasBars(chart));
  if (!measured) return { zero: false, nice: false, padding: options.beside };
  if (!lying) return { zero: bars, nice: true };
  // Numbers stand right of bars, so these need no room at zero.
  return bars
    ? { zero: true, domainMax: 1.12 * highest(options.series) }
    : { nice: false, domain: lyingDomain(options) };
}

function highest(series: readonly DrawnSeries[]): number {
  return Math.max(0, ...series.flatMap(({ points }) => points.map(({ x, high }) => Math.max(Number(x), high ?? 0))));
}

/** From the first to the last value of x, with room for what is written at the right; shares and counts stay at 0 or above. */
function lyingDomain({ series, marks, width, room }: PositionOptions): [number, number] {
  const values = [
    ...series.flatMap(({ points }) => points.flatMap(({ x, low = x, high = x }) => [x, low, high])),
    ...marks.flatMap(({ x }) => (x === undefined ? [] : [x])),
  ].map(Number);
  const [first, last] = [Math.min(...values), Math.max(...values)];
  const pixel = (last - first || 1) / Math.max(1, width - BESIDE - room);
  const start = first - BESIDE * pixel;
  return [first >= 0 ? Math.max(0, start) : start, last + room * pixel];
}

function tickCount(name: 'x' | 'y', { width }: PositionOptions): number {
  return name === 'x' ? Math.max(2, Math.min(5, Math.floor(width / TICK))) : 5;
}

function hasBars(chart: Chart): boolean {
  return chart.series.some(({ kind, axis }) => (kind ?? chart.kind) === 'bars' && axis !== 'right');
}

function categoryChannel(name: 'x' | 'y', axis: Axis, { categories, labels, palette }: PositionOptions) {
  return {
    field: name,
    type: 'nominal',
    title: name === 'x' ? headingText({ heading: axis.label, unit: axis.unit }) : null,
    scale: { domain: [...categories], paddingInner: 0.25, paddingOuter: 0.15 },
    axis: {
      labels,
      grid: name === 'y',
      labelColor: palette.ink,
      labelFontSize: 12,
      labelLimit: 0,
      labelPadding: name === 'y' ? 10 : 6,
      ...(name === 'x' ? { labelAngle: 0 } : {}),
    },
  };
}

/** Series that share a category stand beside each other. */
function offsetOf(chart: Chart, { categories, series }: PositionOptions): object {
  const titles = [...new Set(series.map(({ title }) => title))];
  const apart = chart.kind === 'bars' || chart.kind === 'points';
  if (categories.length === 0 || titles.length < 2 || !apart) return {};
  const name = chart.y.scale === 'category' ? 'yOffset' : 'xOffset';
  return { [name]: { field: 'series', type: 'nominal', scale: { domain: titles, paddingInner: 0.08 } } };
}
