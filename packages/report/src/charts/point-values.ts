import { numberText } from '../document/cell-text.js';
import type { Chart, Point } from '../document/chart.js';
import type { DrawnSeries } from './chart-panels.js';
import { pointDescription } from './point-description.js';

/** The points of a series as rows of its data. */
export function pointValues(series: DrawnSeries, chart: Chart): object[] {
  return series.points.map((point, order) => ({
    ...point,
    ...ends(point, chart),
    number: typeof point.x === 'number' ? numberText(point.x, { digits: chart.x.digits }) : '',
    order,
    series: series.title,
    description: pointDescription(point, series, chart),
  }));
}

/** The ends of the interval, both at the point where it has none. */
function ends({ x, y, low, high }: Point, chart: Chart): { low: number | string; high: number | string } {
  const value = chart.y.scale === 'category' ? x : y;
  return { low: low ?? value, high: high ?? value };
}
