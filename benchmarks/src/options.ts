import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { backendNames } from '@disalign/core';
import { z } from 'zod';
import { preprocessingPresets } from '@disalign/onnx';
import { fileStemSchema } from '@disalign/report';
import {
  backboneVariants,
  checkpointDataSets,
  samplerVariants,
  type NetworkVariant,
} from './checkpoints/checkpoint-recipe.js';
import type { FeatureDump } from './experiments/feature-dump.js';
import type { NamedSegmentationDump } from './experiments/segmentation/segmentation-data.js';
import { studyNames } from './experiments/studies/studies.js';
import {
  taskDataSetOf,
  taskDataSets,
  taskExperimentNames,
  type TaskExperimentName,
} from './experiments/task-experiment-names.js';
import { UsageError } from './usage-error.js';

/** The experiments on features of classifiers by name. */
export const experimentNames = ['component-ablation', 'optimizers', ...studyNames] as const;
export type ExperimentName = (typeof experimentNames)[number];

/** All experiments. */
const allExperimentNames: readonly (ExperimentName | TaskExperimentName)[] = [
  ...experimentNames,
  ...taskExperimentNames,
];
const allDataSets = [...checkpointDataSets, ...taskDataSets];

/** What an experiment may be called besides its name. */
const aliases: Readonly<Record<string, ExperimentName>> = { table5: 'component-ablation' };

export const usage = `npx nx benchmark [-- OPTIONS]

Runs the component ablation (paper Table 5) on Glyph-LT and, where its files are found, on Fashion-MNIST-LT.

  --only NAMES       experiments: ${allExperimentNames.join(', ')};
                     table5 is component-ablation; all: every figure and table, which optimizers is not, on the data sets
                     that are named, or on all
  --data-set NAMES   ${allDataSets.join(', ')}; default: all that are found;
                     table6 and table8 have their own, glyph-scenes-150 and glyph-scenes-lvis, which are named here to
                     retrain their networks
  --train FILES      a dump of features in place of the data sets: safetensors or npz, a path or a glob pattern,
                     with --validation FILES, --test FILES
  --balanced FILES   rows of the full data set without the long tail, for the empirical bound of a dump
  --head FILE        safetensors with head.weight and head.bias of the dump's network
  --name NAME        of the dump in results; default dump
  --ade20k FOLDER    table6 on ADEChallengeData2016, with --maps FOLDER: what a frozen network gave, pixels/*.safetensors to
                     fit to, selection/<image>.safetensors of training and test/<image>.safetensors of validation images
  --model FILE       an ONNX segmentation network that fills the folder of --maps first; what is there already is kept
  --preprocessing NAME  how images become its input: ${Object.keys(preprocessingPresets).join(', ')}, or a JSON file; default mmseg
  --save-visuals FOLDER  table6: image, truth, prediction before and after, and confidence of ten test images;
                     table8: boxes and masks before and after of ten test images that show a rare class
  --regions FOLDERS  table8 on regions of detectors that were dumped elsewhere, with --background first or last
  --networks SEEDS   stage-1 networks; default 0,1,2
  --seeds SEEDS      stage-2 seeds; default 0,1
  --backend NAME     auto, ${backendNames.join(', ')}; default auto
  --out FOLDER       where results are written; default benchmarks/results
  --report FOLDER    also one page of everything that is run, report.html, which needs no network; with its CSV and SVG files
  --retrain          trains the stage-1 networks anew, and nothing else
  --backbone NAME    of --retrain: ${backboneVariants.join(', ')}; default: the network of all experiments
  --sampler NAME     of --retrain: ${samplerVariants.join(', ')}; default: instance-balanced
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
  only: listOf(allExperimentNames, aliases).default(['component-ablation']),
  'data-set': listOf(allDataSets).optional(),
  networks: seeds.default([0, 1, 2]),
  seeds: seeds.default([0, 1]),
  backend: z.enum(['auto', ...backendNames], `must be of auto, ${backendNames.join(', ')}`).default('auto'),
  out: z.string().min(1).optional(),
  report: z.string().min(1).optional(),
  train: z.string().min(1).optional(),
  validation: z.string().min(1).optional(),
  test: z.string().min(1).optional(),
  balanced: z.string().min(1).optional(),
  head: z.string().min(1).optional(),
  name: fileStemSchema.optional(),
  ade20k: z.string().min(1).optional(),
  maps: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  preprocessing: z.string().min(1).optional(),
  'save-visuals': z.string().min(1).optional(),
  regions: z
    .string()
    .min(1)
    .transform((text) => text.split(','))
    .optional(),
  background: z.enum(['first', 'last'], 'must be first or last').optional(),
  retrain: z.boolean().default(false),
  backbone: z.enum(backboneVariants, `must be of ${backboneVariants.join(', ')}`).optional(),
  sampler: z.enum(samplerVariants, `must be of ${samplerVariants.join(', ')}`).optional(),
  help: z.boolean().default(false),
});

/** What the command line asks for, completed. */
export type BenchmarkOptions = z.output<typeof optionsSchema>;

/**
 * The dump of features that is asked for; null: there is none.
 *
 * @throws UsageError where its parts are given without each other, beside data sets, or without what an experiment needs
 */
export function dumpOf(options: BenchmarkOptions): FeatureDump | null {
  const { train, validation, test, balanced, head, name } = options;
  const given = Object.entries({ train, validation, test, balanced, head, name }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return null;
  if (train === undefined || validation === undefined || test === undefined) {
    throw new UsageError(`--${given[0][0]}: a dump must have --train, --validation and --test`);
  }
  if (options['data-set'] || options.retrain) {
    throw new UsageError(`--train: a dump must stand alone, without --${options.retrain ? 'retrain' : 'data-set'}`);
  }
  if (head === undefined && options.only.includes('component-ablation')) {
    throw new UsageError('--head: must be given for component-ablation, an arm of which fine-tunes it');
  }
  return { name: name ?? 'dump', train, validation, test, balanced: balanced ?? null, head: head ?? null };
}

/**
 * The networks that are to be trained anew; undefined: those of the experiments.
 *
 * @throws UsageError where backbone and sampler are both given: no experiment has such a network
 */
export function variantOf({ backbone, sampler }: BenchmarkOptions): NetworkVariant | undefined {
  if (backbone !== undefined && sampler !== undefined) {
    throw new UsageError('--sampler: must stand alone, without --backbone');
  }
  return backbone ?? sampler;
}

/**
 * The maps of a network on ADE20K that are asked for; null: there are none.
 *
 * @throws UsageError where one of the two folders is given alone
 */
export function segmentationDumpOf({ ade20k, maps }: BenchmarkOptions): NamedSegmentationDump | null {
  if (ade20k === undefined && maps === undefined) return null;
  if (ade20k === undefined || maps === undefined) {
    throw new UsageError(`--${ade20k === undefined ? 'maps' : 'ade20k'}: --ade20k and --maps go together`);
  }
  return {
    name: fileStemSchema.catch('maps').parse(basename(maps)),
    folder: maps,
    selection: { root: ade20k, split: 'training' },
    test: { root: ade20k, split: 'validation' },
    classes: 150,
    imageEnding: 'jpg',
  };
}

/**
 * The network that is to fill the maps, and the name or the file of its preprocessing; null: they are there.
 *
 * @throws UsageError where an option has nothing to go with
 */
export function segmentationModelOf(
  options: BenchmarkOptions,
): { readonly model: string; readonly preprocessing: string } | null {
  const { model, preprocessing } = options;
  if (model === undefined && preprocessing === undefined) return null;
  if (model === undefined) throw new UsageError('--preprocessing: goes with --model');
  if (segmentationDumpOf(options) === null) throw new UsageError('--model: goes with --ade20k and --maps');
  return { model, preprocessing: preprocessing ?? 'mmseg' };
}

/** @throws UsageError naming the option, the rule and what came */
export function parseOptions(args: readonly string[]): BenchmarkOptions {
  const values = valuesOf(args);
  const only = values.only === 'all' ? figuresAndTables(values['data-set']) : values.only;
  const result = optionsSchema.safeParse({ ...values, only });
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new UsageError(`--${path.join('.')}: ${message}`);
}

/** What `all` stands for: experiments with data of their own are among them where no data set is named, or theirs. */
function figuresAndTables(dataSets: string | undefined): string {
  const named = dataSets?.split(',');
  const own = taskExperimentNames.filter((name) => named?.includes(taskDataSetOf[name]) ?? true);
  return [...experimentNames.filter((name) => name !== 'optimizers'), ...own].join();
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
      report: text,
      train: text,
      validation: text,
      test: text,
      balanced: text,
      head: text,
      name: text,
      ade20k: text,
      maps: text,
      model: text,
      preprocessing: text,
      'save-visuals': text,
      regions: text,
      background: text,
      retrain: flag,
      backbone: text,
      sampler: text,
      help: flag,
    };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
