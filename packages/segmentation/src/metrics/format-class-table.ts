import type { ClassMetrics } from './class-metrics.js';
import type { LongTailGroup } from './long-tail-groups.js';

/** What stands beside the metrics of a class. */
export interface ClassTableOptions {
  /** [K]. Default: none. */
  readonly classNames?: readonly string[];
  /** [K]. Default: none. */
  readonly groups?: readonly LongTailGroup[];
}

const columns = [
  ['IoU', 'iou'],
  ['Acc', 'accuracy'],
  ['Dice', 'dice'],
  ['Fscore', 'fscore'],
  ['Precision', 'precision'],
] as const;

/**
 * A table of all classes as lines of text: index from 0, name, group, the metrics in percent (a dash where one is 0 / 0), and pixels.
 *
 * @param metrics [K], see `classMetrics`
 * @throws RangeError if there is not one name and one group for each class
 * @example
 * import { classMetrics, formatClassTable, SegmentationCounts } from '@disalign/segmentation';
 * console.log(formatClassTable(classMetrics(new SegmentationCounts(2)), { classNames: ['wall', 'building'] }));
 */
export function formatClassTable(
  metrics: readonly ClassMetrics[],
  { classNames = [], groups = [] }: ClassTableOptions = {},
): string {
  for (const [name, { length }] of Object.entries({ classNames, groups })) {
    if (length === 0 || length === metrics.length) continue;
    throw new RangeError(`formatClassTable: \`${name}\` must have ${metrics.length} entries, got ${length}`);
  }
  const header = ['class', 'name', 'group', ...columns.map(([title]) => title), 'pixels'];
  const rows = metrics.map((ofClass, k) => [
    `${k}`,
    classNames[k] ?? '',
    groups[k] ?? '',
    ...columns.map(([, field]) => percentText(ofClass[field])),
    `${ofClass.labelled}`,
  ]);
  const isText = (column: number) => column === 1 || column === 2;
  const shown = header.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ''));
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  return [header, ...rows]
    .map((row) =>
      shown
        .map((column) => (isText(column) ? row[column].padEnd(widths[column]) : row[column].padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `12.34`, or `-` where there is no value. */
export function percentText(share: number | null): string {
  return share === null ? '-' : (100 * share).toFixed(2);
}
