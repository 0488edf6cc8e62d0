import { parseArgs } from 'node:util';
import { backendNames } from '@disalign/core';
import { z } from 'zod';
import { checkpointDataSets } from './checkpoints/checkpoint-recipe.js';

/** Thrown for a command line that says what cannot be: the process ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The experiments by name. */
export const experimentNames = ['component-ablation', 'optimizers'] as const;
export type ExperimentName = (typeof experimentNames)[number];

/** What an experiment may be called besides its name. */
const aliases: Readonly<Record<string, ExperimentName>> = { table5: 'component-ablation' };

export const usage = `npx nx benchmark [-- OPTIONS]

Runs the component ablation (paper Table 5) on Glyph-LT and, where its files are found, on Fashion-MNIST-LT.

  --only NAMES       experiments: ${experimentNames.join(', ')} (table5 is component-ablation)
  --data-set NAMES   ${checkpointDataSets.join(', ')}; default: all that are found
  --networks SEEDS   stage-1 networks; default 0,1,2
  --seeds SEEDS      stage-2 seeds; default 0,1
  --backend NAME     auto, ${backendNames.join(', ')}; default auto
  --out FOLDER       where results are written; default benchmarks/results
  --retrain          trains the stage-1 networks anew, and nothing else
  --help             says this
`;

const seeds = z
  .string()
  .regex(/^\d+(,\d+)*$/, 'must be whole numbers with commas between them')
  .transform((text) => text.split(',').map(Number));

/** A list of names out of `names`. */
const listOf = <Name extends string>(names: readonly Name[], others: Readonly<Record<string, Name>> = {}) =>
  z.string().transform((text, context): Name[] =>
    text.split(',').map((item) => {
      const name = names.find((known) => known === item) ?? others[item];
      if (name === undefined) {
        context.addIssue({ code: 'custom', message: `must be of ${names.join(', ')}, got ${item}` });
        return z.NEVER;
      }
      return name;
    }),
  );

const optionsSchema = z.object({
  only: listOf(experimentNames, aliases).default(['component-ablation']),
  'data-set': listOf(checkpointDataSets).optional(),
  networks: seeds.default([0, 1, 2]),
  seeds: seeds.default([0, 1]),
  backend: z.enum(['auto', ...backendNames], `must be of auto, ${backendNames.join(', ')}`).default('auto'),
  out: z.string().min(1).optional(),
  retrain: z.boolean().default(false),
  help: z.boolean().default(false),
});

/** What the command line asks for, completed. */
export type BenchmarkOptions = z.output<typeof optionsSchema>;

/** @throws UsageError naming the option, the rule and what came */
export function parseOptions(args: readonly string[]): BenchmarkOptions {
  const result = optionsSchema.safeParse(valuesOf(args));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new UsageError(`--${path.join('.')}: ${message}`);
}

function valuesOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = {
      only: text,
      'data-set': text,
      networks: text,
      seeds: text,
      backend: text,
      out: text,
      retrain: flag,
      help: flag,
    };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
