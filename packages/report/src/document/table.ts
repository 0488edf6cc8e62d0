import { z } from 'zod';
import { fileStemSchema } from './file-stem.js';
import { resultSourceSchema } from './result-source.js';

/** A number with what is known of its spread, in the unit of its column. */
export const measurementSchema = z.strictObject({
  mean: z.number(),
  /** Standard deviation. Of what, the caption says. */
  deviation: z.number().nonnegative().optional(),
  /** Lower and upper end. At which level, the caption says. */
  interval: z.tuple([z.number(), z.number()]).optional(),
});
/** A number with what is known of its spread. See {@link measurementSchema}. */
export type Measurement = z.output<typeof measurementSchema>;

/** A cell of a table; null where there is nothing. */
export const cellSchema = z.union([z.string(), z.number(), measurementSchema, z.null()]);
/** A cell of a table. See {@link cellSchema}. */
export type Cell = z.output<typeof cellSchema>;

/** A column of a table. */
export const columnSchema = z.strictObject({
  /** Of its cells in the rows, and its heading in CSV. */
  key: z.string().min(1),
  heading: z.string().min(1),
  /** Numbers are given in it: 46.9 for a share of 0.469 where the unit is `%`. */
  unit: z.string().min(1).optional(),
  /** Default `ours`. Columns of other sources stand after ours, under the name of their source. */
  source: resultSourceSchema.optional(),
  /** Decimals that are shown. Default: four significant digits, whole numbers whole. CSV has every digit. */
  digits: z.int().min(0).max(15).optional(),
  /** Whether a plus is shown, as for differences. Default false. */
  signed: z.boolean().optional(),
});
/** A column of a table. See {@link columnSchema}. */
export type Column = z.output<typeof columnSchema>;

/** A table. The first column names its rows. */
export const tableSchema = z
  .strictObject({
    name: fileStemSchema,
    caption: z.string().min(1),
    columns: z.array(columnSchema).min(1),
    /** Cells by the key of their column; one that is left out is null. */
    rows: z.array(z.record(z.string(), cellSchema)),
  })
  .superRefine(({ columns, rows }, context) => {
    const keys = new Set(columns.map(({ key }) => key));
    if (keys.size < columns.length) {
      context.addIssue({ code: 'custom', path: ['columns'], message: 'must have different keys' });
    }
    for (const [index, row] of rows.entries()) {
      const unknown = Object.keys(row).find((key) => !keys.has(key));
      if (unknown === undefined) continue;
      context.addIssue({ code: 'custom', path: ['rows', index, unknown], message: 'must be the key of a column' });
    }
  });
/** A table. See {@link tableSchema}. */
export type Table = z.output<typeof tableSchema>;
