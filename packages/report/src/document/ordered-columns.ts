import { resultSourceSchema } from './result-source.js';
import type { Column } from './table.js';

/** The columns as they are shown: ours, then those of the paper, then those of its authors' code, each in their order. */
export function orderedColumns(columns: readonly Column[]): Column[] {
  const rank = ({ source }: Column) => resultSourceSchema.options.indexOf(source ?? 'ours');
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

/** `accuracy (%)` */
export function headingText({ heading, unit }: Pick<Column, 'heading' | 'unit'>): string {
  return unit === undefined ? heading : `${heading} (${unit})`;
}
