import type { Spec } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart } from '../document/chart.js';
import { categoriesOn, chartPanels, type ChartPanel } from './chart-panels.js';
import { chartSizes, type ChartSizes } from './chart-sizes.js';
import { labelLayers, placeLayers } from './mark-layers.js';
import type { Palette } from './palette.js';
import { BESIDE, positionEncodings } from './position-encodings.js';
import { seriesColors } from './series-colors.js';
import { numberLayers, seriesLayers, type Layer } from './series-layers.js';

/** Room for a number beside a mark, in pixels. */
const NUMBER_WIDTH = 38;

interface PanelContext {
  readonly chart: Chart;
  readonly palette: Palette;
  readonly sizes: ChartSizes;
  readonly colors: ReadonlyMap<string, string>;
}

/**
 * A chart as a specification for Vega. Each series has a data set of its own, `series-0` and on, with the rows of `pointValues`.
 * All sizes are set, none is measured: the same chart gives the same picture everywhere.
 */
export function chartSpec(chart: Chart, palette: Palette): Spec {
  const panels = chartPanels(chart);
  const sizes = chartSizes(chart, panels);
  const context = { chart, palette, sizes, colors: seriesColors(panels, palette) };
  const frames = panels.map((panel, index) => panelSpec(panel, index, context));
  const top: TopLevelSpec = {
    description: chart.title,
    background: palette.background ?? 'transparent',
    spacing: sizes.gap,
    bounds: 'flush',
    hconcat: frames,
    config: chartConfig(palette),
  };
  const { spec } = compile(top);
  const { padding, inner } = sizes;
  return { ...spec, autosize: 'none', padding, ...inner };
}

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

function panelSpec(panel: ChartPanel, index: number, { chart, palette, sizes, colors }: PanelContext): Panel {
  const lying = chart.y.scale === 'category';
  const numbers = lying && new Set(panel.series.map(({ title }) => title)).size === 1;
  const positions = positionEncodings(chart, {
    palette,
    categories: categoriesOn(lying ? 'y' : 'x', chart),
    series: panel.series,
    marks: panel.marks,
    labels: index === 0 || !lying,
    width: sizes.panelWidth,
    room: numbers ? NUMBER_WIDTH : BESIDE,
    beside: Math.max(6, 0.6 * sizes.barWidth),
  });
  const layersOf = (axis: 'left' | 'right'): Layer[] =>
    panel.series
      .filter((series) => (series.axis ?? 'left') === axis)
      .flatMap((series) =>
        seriesLayers(series, {
          chart,
          palette,
          positions,
          color: colors.get(series.title) ?? palette.ink,
          barWidth: sizes.barWidth,
        }),
      );
  const left = [
    ...layersOf('left'),
    ...placeLayers(panel.marks, positions, palette),
    ...(numbers ? panel.series.flatMap((series) => numberLayers(series, { chart, palette, positions })) : []),
    ...labelLayers(panel.marks, positions, palette),
    ...titleLayer(panel.title, palette),
    ...legendLayer(colors),
  ];
  const behind = layersOf('right');
  return {
    width: sizes.panelWidth,
    height: sizes.height,
    layer: behind.length === 0 ? left : [{ layer: behind }, { layer: left }],
    ...(behind.length === 0 ? {} : { resolve: { scale: { y: 'independent' } } }),
  };
}

/** A text, and no title of Vega's: that one stands higher where labels are under it. */
function titleLayer(title: string | undefined, { ink }: Palette): Layer[] {
  if (title === undefined) return [];
  const text = {
    type: 'text',
    align: 'left',
    baseline: 'bottom',
    fontSize: 13,
    fontWeight: 'bold',
    color: ink,
  } as const;
  return [
    {
      data: { values: [{}] },
      mark: { ...text, aria: false },
      encoding: { x: { value: 0 }, y: { value: -20 }, text: { value: title } },
    },
  ];
}

/** Marks without points, for the legend's sake; one series needs none. */
function legendLayer(colors: ReadonlyMap<string, string>): Layer[] {
  if (colors.size < 2) return [];
  const scale = { domain: [...colors.keys()], range: [...colors.values()] };
  return [
    {
      data: { values: [] },
      mark: { type: 'point', filled: true, opacity: 1 },
      encoding: { color: { field: 'series', type: 'nominal', title: null, scale } },
    },
  ];
}

function chartConfig({ ink, muted, grid }: Palette): TopLevelSpec['config'] {
  return {
    font: 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif',
    view: { stroke: null },
    axis: {
      domainColor: grid,
      ticks: false,
      gridColor: grid,
      labelColor: muted,
      labelFontSize: 11,
      labelPadding: 6,
      titleColor: muted,
      titleFontSize: 11.5,
      titleFontWeight: 'normal',
      titlePadding: 10,
    },
    legend: { labelColor: ink, labelFontSize: 12, labelLimit: 0, symbolSize: 80, orient: 'right', offset: 18 },
  };
}
