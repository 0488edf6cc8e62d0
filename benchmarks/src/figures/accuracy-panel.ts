import type { TopLevelSpec } from 'vega-lite';
import type { AblationMark } from './ablation-marks.js';

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];

export interface AccuracyPanelOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly marks: readonly AblationMark[];
  /** From top to bottom. */
  readonly arms: readonly string[];
  readonly width: number;
  /** Whether the names of the arms stand at its left. */
  readonly labels: boolean;
}

const ROW_HEIGHT = 30;
/** For the number right of an interval. */
const NUMBER_WIDTH = 34;
/** In points: what is narrower is not spread over the whole width. */
const SMALLEST_SPAN = 4;
/** Width over that of the marks. */
const MARGIN = 1.14;
const INK = '#1f2328';
const MUTED = '#59636e';
const GRID = '#e4e8ec';
const colors = { baseline: '#59636e', part: '#0969da', full: '#bc4c00' };

const plainAxis = { title: null, domain: false, ticks: false } as const;

/** A panel of the figure: for each arm a dot at its accuracy, a bar over its interval, and the number beside it. */
export function accuracyPanel({ title, subtitle, marks, arms, width, labels }: AccuracyPanelOptions): Panel {
  const color = {
    field: 'role',
    type: 'nominal',
    scale: { domain: Object.keys(colors), range: Object.values(colors) },
    legend: null,
  } as const;
  const x = {
    field: 'accuracy',
    type: 'quantitative',
    scale: { domain: domainOf(marks, width), zero: false, nice: false },
    axis: { ...plainAxis, tickCount: 3, grid: true, gridColor: GRID, labelColor: MUTED, labelFontSize: 11 },
  } as const;
  const y = {
    field: 'arm',
    type: 'nominal',
    scale: { domain: [...arms] },
    axis: {
      ...plainAxis,
      grid: true,
      gridColor: GRID,
      labels,
      labelFontSize: 12,
      labelColor: INK,
      labelLimit: 0,
      labelPadding: 10,
    },
  } satisfies { type: 'nominal'; [key: string]: unknown };
  const baseline = marks.filter(({ role }) => role === 'baseline').map(({ accuracy }) => ({ accuracy }));
  return {
    title: {
      text: title,
      subtitle,
      anchor: 'start',
      frame: 'group',
      fontSize: 13,
      color: INK,
      subtitleFontSize: 10.5,
      subtitleColor: MUTED,
      subtitlePadding: 3,
      offset: 8,
    },
    width,
    height: panelHeight(arms.length),
    data: { values: marks.map((mark) => ({ ...mark, text: mark.accuracy.toFixed(1) })) },
    layer: [
      { data: { values: baseline }, mark: { type: 'rule', color: MUTED, strokeDash: [3, 3] }, encoding: { x } },
      {
        mark: { type: 'rule', strokeWidth: 2.5, opacity: 0.55 },
        encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' }, y, color },
      },
      { mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: { x, y, color } },
      {
        mark: { type: 'text', align: 'left', dx: 7, fontSize: 12 },
        encoding: { x: { ...x, field: 'upper' }, y, text: { field: 'text' }, color },
      },
    ],
  };
}

/** Height of a panel with so many arms, without titles and ticks. */
export function panelHeight(arms: number): number {
  return ROW_HEIGHT * arms;
}

/** All of the marks, with room for the numbers at the right. */
function domainOf(marks: readonly AblationMark[], width: number): [number, number] {
  const lowest = Math.min(...marks.map(({ lower, accuracy }) => Math.min(lower, accuracy)));
  const highest = Math.max(...marks.map(({ upper, accuracy }) => Math.max(upper, accuracy)));
  const span = Math.max(highest - lowest, SMALLEST_SPAN);
  const middle = (lowest + highest) / 2;
  const half = (MARGIN * span) / 2;
  return [middle - half, middle + half + (NUMBER_WIDTH * 2 * half) / (width - NUMBER_WIDTH)];
}
