import { parseArgs } from 'node:util';

/** What `disalign-miou` is asked to do. */
export interface MiouArguments {
  readonly groundTruth: string;
  readonly predictions: string;
  readonly classes: number;
  /** Table of classes that names them. */
  readonly objectInfo: string | undefined;
  readonly perClass: boolean;
  readonly json: boolean;
}

/** A command line that cannot be followed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `usage: disalign-miou --gt DIR --pred DIR [options]

Scores predicted label maps against annotations of the same names: 8-bit grey PNG, 0 for "other" and 1 to K for the classes,
as ADE20K's annotations and its server have them.

  --gt DIR             annotations
  --pred DIR           predictions, one for each annotation, of the same size
  --classes K          number of classes, 1 to 254 (default 150)
  --object-info FILE   objectInfo150.txt, to name the classes
  --per-class          a table of all classes
  --json               everything as JSON
  --help               this text

Exit code: 0 scored, 2 a bad command line, folder or file, told in one line.`;

/** @returns null where the usage is asked for. @throws UsageError */
export function readArguments(args: readonly string[]): MiouArguments | null {
  const { gt, pred, classes, help, json, 'per-class': perClass, 'object-info': objectInfo } = parse(args);
  if (help) return null;
  if (gt === undefined) throw new UsageError('--gt DIR is missing');
  if (pred === undefined) throw new UsageError('--pred DIR is missing');
  if (!/^\d+$/.test(classes) || Number(classes) < 1 || Number(classes) > 254) {
    throw new UsageError(`--classes must be an integer in 1..254, got ${classes}`);
  }
  return { groundTruth: gt, predictions: pred, classes: Number(classes), objectInfo, perClass, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        gt: { type: 'string' },
        pred: { type: 'string' },
        classes: { type: 'string', default: '150' },
        'object-info': { type: 'string' },
        'per-class': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
