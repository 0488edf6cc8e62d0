import { numberText } from '../document/cell-text.js';
import type { Axis, Chart, Point } from '../document/chart.js';
import type { DrawnSeries } from './chart-panels.js';

/** What a point says when it is looked at: `DisAlign, few: accuracy 72.1 % [70.4, 73.6]`. */
export function pointDescription(point: Point, series: DrawnSeries, chart: Chart): string {
  const lying = chart.y.scale === 'category';
  const y = series.axis === 'right' ? (chart.right ?? chart.y) : chart.y;
  const measured = lying ? chart.x : y;
  const interval =
    point.low === undefined || point.high === undefined
      ? ''
      : ` [${numberText(point.low, measured)}, ${numberText(point.high, measured)}]`;
  const at = coordinateText(point.x, chart.x) + (lying ? interval : '');
  const value = coordinateText(point.y, y) + (lying ? '' : interval);
  const place = lying ? `${value}: ${at}` : `${value} at ${at}`;
  const names = [point.label, series.title, series.panel].filter((name) => name !== undefined);
  return `${names.join(', ')}: ${place}`;
}

function coordinateText(value: number | string, { label, unit, digits }: Axis): string {
  if (typeof value === 'string') return value;
  return `${label} ${numberText(value, { digits })}${unit === undefined ? '' : ` ${unit}`}`;
}
