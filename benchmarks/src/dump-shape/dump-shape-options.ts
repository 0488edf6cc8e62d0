import { parseArgs } from 'node:util';
import { z } from 'zod';
import { UsageError } from '../usage-error.js';
import { methodKinds } from './dump-shape-report.js';

export const dumpShapeUsage = `npx nx run benchmarks:dump-shape [-- OPTIONS]

Measures seconds and memory of every method on drawn features in the shape of ImageNet-LT. What was measured is kept, so that a run that
was interrupted goes on from there.

  --part N        a trial: rows, features and classes divided by N, written beside the features; default 1
  --kind NAME     post-hoc or head-retrained; default: both
  --relaxed-simd  turns on relaxed SIMD where the engine has it behind a flag, as Node 20 has
  --help          says this
`;

const kinds = { 'post-hoc': methodKinds[0], 'head-retrained': methodKinds[1] } as const;

const optionsSchema = z.object({
  part: z.coerce.number('must be a whole number').int().positive().default(1),
  kind: z.enum(['post-hoc', 'head-retrained'], 'must be post-hoc or head-retrained').optional(),
  'relaxed-simd': z.boolean().default(false),
  help: z.boolean().default(false),
});

/** What the command line asks for, completed. */
export interface DumpShapeOptions {
  readonly part: number;
  readonly kinds: readonly (typeof methodKinds)[number][];
  readonly relaxed: boolean;
  readonly help: boolean;
}

/** @throws UsageError naming the option, the rule and what came */
export function parseDumpShapeOptions(args: readonly string[]): DumpShapeOptions {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const options = { part: text, kind: text, 'relaxed-simd': flag, help: flag };
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const result = optionsSchema.safeParse(values);
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new UsageError(`--${path.join('.')}: ${message}`);
  }
  const { part, kind, 'relaxed-simd': relaxed, help } = result.data;
  return { part, kinds: kind === undefined ? methodKinds : [kinds[kind]], relaxed, help };
}
