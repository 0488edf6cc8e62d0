import { z } from 'zod';
import { fileStemSchema } from './file-stem.js';
import { resultSourceSchema } from './result-source.js';

/** How points are drawn: bars from zero, lines in the order of the points, dots, or steps from each point to the next. */
export const chartKindSchema = z.enum(['bars', 'lines', 'points', 'steps']);
/** How points are drawn. See {@link chartKindSchema}. */
export type ChartKind = z.output<typeof chartKindSchema>;

/** An axis. Categories stand in the order in which they first occur. */
export const axisSchema = z.strictObject({
  label: z.string().min(1),
  unit: z.string().min(1).optional(),
  /** Default `linear`. */
  scale: z.enum(['linear', 'log', 'category']).optional(),
  /** Its ends. Default: those of the points; bars start at zero. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** Decimals that its numbers show. Default: four significant digits. */
  digits: z.int().min(0).max(15).optional(),
});
/** An axis of a chart. See {@link axisSchema}. */
export type Axis = z.output<typeof axisSchema>;

const coordinate = z.union([z.number(), z.string()]);

/** A point of a series. Numbers on a numeric axis, text on one of categories. */
export const pointSchema = z.strictObject({
  x: coordinate,
  y: coordinate,
  /** An interval along the numeric axis, y where both are; drawn as a bar, along a line as a band. */
  low: z.number().optional(),
  high: z.number().optional(),
  /** Shown with its numbers, such as the name of a class. */
  label: z.string().optional(),
});
/** A point of a series. See {@link pointSchema}. */
export type Point = z.output<typeof pointSchema>;

/** Points that belong together. */
export const seriesSchema = z.strictObject({
  name: z.string().min(1),
  points: z.array(pointSchema),
  /** Default `ours`. Those of other sources are drawn hollow or dashed, and say so in the legend. */
  source: resultSourceSchema.optional(),
  /** Default: that of the chart. */
  kind: chartKindSchema.optional(),
  /** `right`: measured on the axis `right`, and drawn grey behind the others. Default `left`. */
  axis: z.enum(['left', 'right']).optional(),
  /** Panels stand side by side in the order in which they first occur, each with a numeric axis of its own. Default: one, untitled. */
  panel: z.string().min(1).optional(),
});
/** Points that belong together. See {@link seriesSchema}. */
export type Series = z.output<typeof seriesSchema>;

/** A labelled place: a vertical line where only x is given, a horizontal one where only y is, a point where both are. */
export const markSchema = z.strictObject({
  label: z.string().min(1),
  x: coordinate.optional(),
  y: coordinate.optional(),
  /** Default: every panel. */
  panel: z.string().min(1).optional(),
});
/** A labelled place of a chart. See {@link markSchema}. */
export type Mark = z.output<typeof markSchema>;

/** A chart. With categories on y, bars lie and intervals run along x. */
export const chartSchema = z
  .strictObject({
    name: fileStemSchema,
    title: z.string().min(1),
    caption: z.string().min(1),
    kind: chartKindSchema,
    x: axisSchema,
    y: axisSchema,
    /** A second y axis, at the right. */
    right: axisSchema.optional(),
    series: z.array(seriesSchema).min(1),
    marks: z.array(markSchema).optional(),
  })
  .superRefine((chart, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (chart.x.scale === 'category' && chart.y.scale === 'category') issue(['y', 'scale'], 'must be linear or log');
    if (chart.right && chart.y.scale === 'category') issue(['right'], 'must be left out where y has categories');
    for (const [index, { axis, points }] of chart.series.entries()) {
      if (axis === 'right' && !chart.right) issue(['series', index, 'axis'], 'must be left without an axis `right`');
      const wrong = points.findIndex((point) => !isOn(chart.x, point.x) || !isOn(chart.y, point.y));
      if (wrong >= 0) issue(['series', index, 'points', wrong], 'must suit the axes: numbers above 0 on a log axis');
    }
    for (const [index, { x, y }] of (chart.marks ?? []).entries()) {
      if (x === undefined && y === undefined) issue(['marks', index], 'must have x or y');
      if ((x !== undefined && !isOn(chart.x, x)) || (y !== undefined && !isOn(chart.y, y)))
        issue(['marks', index], 'must suit the axes');
    }
  });
/** A chart. See {@link chartSchema}. */
export type Chart = z.output<typeof chartSchema>;

function isOn({ scale }: Axis, value: number | string): boolean {
  if (scale === 'category') return typeof value === 'string';
  return typeof value === 'number' && (scale !== 'log' || value > 0);
}
