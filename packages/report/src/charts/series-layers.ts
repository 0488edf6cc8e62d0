import type { TopLevelSpec } from 'vega-lite';
import type { Chart } from '../document/chart.js';
import type { DrawnSeries } from './chart-panels.js';
import { haloedText } from './haloed-text.js';
import type { Palette } from './palette.js';
import { pointValues } from './point-values.js';
import type { PositionEncodings } from './position-encodings.js';

/** A layer of a specification. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];

export interface SeriesLayersOptions {
  readonly chart: Chart;
  readonly palette: Palette;
  readonly positions: PositionEncodings;
  readonly color: string;
  /** In pixels; of bars that stand at numbers. */
  readonly barWidth: number;
}

/** More points of a line than this have no dots that are seen. */
const DOTTED = 60;
/** Of the dots of a line that are only there to be pointed at. */
const POINTED_AT = 200;

/** The layers of one series: its intervals and its marks. */
export function seriesLayers(series: DrawnSeries, options: SeriesLayersOptions): Layer[] {
  const { chart, color } = options;
  const data = dataOf(series, chart);
  const layers = series.axis === 'right' ? [barLayer(series, { ...options, color })] : drawn(series, options);
  return layers.map((layer) => ({ ...layer, data }));
}

/** The layers of the numbers beside the marks of a series, before all marks. */
export function numberLayers(
  series: DrawnSeries,
  { chart, positions, palette }: Omit<SeriesLayersOptions, 'color' | 'barWidth'>,
): Layer[] {
  const encoding = { ...positions.atEnd(), text: { field: 'number', type: 'nominal' } as const };
  return haloedText({ align: 'left', dx: 7, fontSize: 11.5, color: palette.ink }, palette).map((mark) => ({
    data: dataOf(series, chart),
    mark,
    encoding,
  }));
}

function dataOf(series: DrawnSeries, chart: Chart) {
  return { name: series.data, values: pointValues(series, chart) };
}

function drawn(series: DrawnSeries, options: SeriesLayersOptions): Layer[] {
  const kind = series.kind ?? options.chart.kind;
  const hasIntervals = series.points.some(({ low, high }) => low !== undefined || high !== undefined);
  switch (kind) {
    case 'bars':
      return [
        barLayer(series, options),
        ...(hasIntervals ? [intervalLayer({ ...options, color: options.palette.ink })] : []),
      ];
    case 'points':
      return [...(hasIntervals ? [intervalLayer(options)] : []), dotLayer(series, options)];
    default:
      return [
        ...(hasIntervals ? [bandLayer(options)] : []),
        lineLayer(series, options, kind === 'steps' ? 'step-after' : 'linear'),
        dotLayer(series, options),
      ];
  }
}

const described = { field: 'description', type: 'nominal' } as const;
const isPublished = ({ source = 'ours' }: DrawnSeries) => source !== 'ours';

function barLayer(series: DrawnSeries, { chart, positions, color, barWidth }: SeriesLayersOptions): Layer {
  const lying = chart.y.scale === 'category';
  const standing = chart.x.scale === 'category' || lying ? {} : { width: Math.max(1, barWidth) };
  return {
    mark: {
      type: 'bar',
      ...standing,
      color,
      ...(isPublished(series) ? { fillOpacity: 0.25, stroke: color, strokeDash: [3, 2] } : {}),
    },
    encoding: { ...positions.at(series.axis), description: described },
  };
}

function dotLayer(series: DrawnSeries, { chart, positions, color, palette }: SeriesLayersOptions): Layer {
  const kind = series.kind ?? chart.kind;
  const many = series.points.length > DOTTED;
  const hidden = many && kind !== 'points';
  const fill = isPublished(series) ? (palette.background ?? 'var(--background)') : color;
  const step = Math.ceil(series.points.length / POINTED_AT);
  return {
    ...(hidden && step > 1 ? { transform: [{ filter: `datum.order % ${step} === 0` }] } : {}),
    mark: {
      type: 'point',
      size: many ? 22 : 56,
      fill,
      stroke: color,
      strokeWidth: isPublished(series) ? 1.6 : 0,
      opacity: hidden ? 0 : 1,
      fillOpacity: many && kind === 'points' ? 0.65 : 1,
    },
    encoding: { ...positions.at(), description: described },
  };
}

function lineLayer(series: DrawnSeries, options: SeriesLayersOptions, interpolate: 'linear' | 'step-after'): Layer {
  const { positions, color } = options;
  return {
    mark: {
      type: 'line',
      interpolate,
      color,
      strokeWidth: 1.8,
      strokeJoin: 'round',
      aria: false,
      ...(isPublished(series) ? { strokeDash: [5, 3] } : {}),
    },
    encoding: { ...positions.at(), order: { field: 'order', type: 'quantitative' } },
  };
}

function intervalLayer({ positions, color }: SeriesLayersOptions): Layer {
  return {
    mark: { type: 'rule', strokeWidth: 2.4, opacity: 0.5, color, aria: false },
    encoding: positions.between(),
  };
}

function bandLayer({ positions, color }: SeriesLayersOptions): Layer {
  return {
    mark: { type: 'area', opacity: 0.16, color, line: false, aria: false },
    encoding: positions.between(),
  };
}
