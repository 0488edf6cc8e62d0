import { FileFormatError } from '@disalign/core';
import { z } from 'zod';
import type { ClassInfo } from './class-info.js';

/** What a table of classes must hold. */
export interface ObjectInfoOptions {
  /** Rows, K. Default 150. */
  readonly classes?: number;
}

const integer = z.string().regex(/^\d+$/, 'expected an integer').transform(Number);
const rowSchema = z.object({
  Idx: integer,
  Ratio: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'expected a number')
    .transform(Number)
    .pipe(z.number().max(1)),
  Train: integer,
  Val: integer,
  Stuff: z.enum(['0', '1']).optional(),
  Name: z.string().min(1),
});

// The two forms in which the table is spread; in neither is anything quoted.
const layouts = [
  { separator: '\t', columns: ['Idx', 'Ratio', 'Train', 'Val', 'Name'] },
  { separator: ',', columns: ['Idx', 'Ratio', 'Train', 'Val', 'Stuff', 'Name'] },
] as const;

/**
 * Parses the table of classes of ADE20K: objectInfo150.txt (tabs, no column Stuff), or the .csv of the same content.
 *
 * Blanks around cells are cut off; several rows have them. In the .csv blanks and commas of names have become `;`, so synonyms
 * cannot be told apart, and a name is all of them: `screen;door;screen`. Take names from the .txt.
 *
 * @param text the file
 * @param file its name, for errors
 * @returns [K] in the order of the table, by falling share of pixels: class k has the value k + 1 in annotations
 * @throws FileFormatError naming file and row when the header is another, rows are missing or out of order, a cell is no such
 *   number, or a name stands twice
 * @example
 * import { parseObjectInfo } from '@disalign/segmentation';
 * const text = 'Idx\tRatio\tTrain\tVal\tName\n1\t0.1576\t11664\t1172\twall\n2 \t0.1072\t6046\t612\tbuilding, edifice\n';
 * const [, building] = parseObjectInfo(text, 'objectInfo150.txt', { classes: 2 });
 * building.synonyms; // ['building', 'edifice']
 */
export function parseObjectInfo(text: string, file: string, { classes = 150 }: ObjectInfoOptions = {}): ClassInfo[] {
  const [header, ...rows] = text.trimEnd().split(/\r?\n/);
  const layout = layouts.find(({ separator, columns }) => sameCells(header.split(separator), columns));
  if (layout === undefined) {
    const expected = layouts.map(({ columns }) => columns.join(' ')).join(', or ');
    throw new FileFormatError({ file, field: 'header', expected, got: JSON.stringify(header.slice(0, 80)) });
  }
  const infos = rows.map((row, index) => parseRow(row.split(layout.separator), layout.columns, { file, index }));
  if (infos.length !== classes) {
    throw new FileFormatError({ file, field: 'table', expected: `of ${classes} rows`, got: `${infos.length}` });
  }
  const names = infos.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) {
    const field = `row ${twice + 1}: Name`;
    throw new FileFormatError({ file, field, expected: 'of this row only', got: JSON.stringify(names[twice]) });
  }
  return infos;
}

function sameCells(cells: readonly string[], columns: readonly string[]): boolean {
  return cells.length === columns.length && cells.every((cell, i) => cell.trim() === columns[i]);
}

function parseRow(
  cells: readonly string[],
  columns: readonly string[],
  { file, index }: { file: string; index: number },
): ClassInfo {
  const row = `row ${index + 1}`;
  if (cells.length !== columns.length) {
    throw new FileFormatError({ file, field: row, expected: `${columns.length} cells`, got: `${cells.length}` });
  }
  const trimmed = Object.fromEntries(columns.map((column, i) => [column, cells[i].trim()]));
  const { data, error } = rowSchema.safeParse(trimmed);
  if (data === undefined) {
    const [{ path, message }] = error.issues;
    const column = String(path[0]);
    throw new FileFormatError({
      file,
      field: `${row}: ${column}`,
      expected: 'valid',
      got: `${JSON.stringify(trimmed[column])} (${message})`,
    });
  }
  if (data.Idx !== index + 1) {
    throw new FileFormatError({ file, field: `${row}: Idx`, expected: `${index + 1}`, got: `${data.Idx}` });
  }
  const synonyms = data.Name.split(',').map((name) => name.trim());
  return {
    name: synonyms[0],
    synonyms,
    ratio: data.Ratio,
    trainImages: data.Train,
    validationImages: data.Val,
    stuff: data.Stuff === undefined ? null : data.Stuff === '1',
  };
}
