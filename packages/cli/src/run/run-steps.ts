import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@disalign/core/node';
import { evaluateFiles } from '../evaluate/evaluate-files.js';
import { exportOnnx } from '../export/export-onnx.js';
import { featurePaths } from '../files/open-feature-files.js';
import { readClassNames } from '../files/read-class-names.js';
import { fitFiles } from '../fit/fit-files.js';
import { fitProgress, type TaskProgress } from '../fit/fit-progress.js';
import { reportFiles } from '../report/report-files.js';
import type { RunConfig } from './run-config-schema.js';
import type { RunStep, StepName } from './run-step.js';

/** Who is told of a run, and what ends it early. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Told of known traps. Default: console.warn. */
  readonly onWarning?: (message: string) => void;
  /** Told by the steps that fit, which share of theirs is done. */
  readonly onProgress?: (step: StepName, progress: TaskProgress) => void;
}

/** A configuration whose features are there. */
export type RunConfigWithFeatures = RunConfig & Required<Pick<RunConfig, 'features'>>;

/** The steps behind the features that a configuration asks for, in their order. */
export async function stepsOf(config: RunConfigWithFeatures, options: RunOptions): Promise<RunStep[]> {
  const { train, validation, test } = config.features;
  const paths = {
    train: await featurePaths(train),
    validation: validation === undefined ? undefined : await featurePaths(validation),
    test: test === undefined ? undefined : await featurePaths(test),
  };
  const context = { config, options, paths, calibration: join(config.output, 'calibration.safetensors') };
  return [
    fitStep(context),
    ...(paths.test ? [evaluateStep(context, paths.test)] : []),
    ...(config.export ? [exportStep(context, config.export)] : []),
    ...(config.report && paths.test ? [reportStep(context, config.report, paths.test)] : []),
  ];
}

interface StepContext {
  readonly config: RunConfigWithFeatures;
  readonly options: RunOptions;
  readonly paths: { readonly train: readonly string[]; readonly validation?: readonly string[] };
  readonly calibration: string;
}

function fitStep({ config, options, paths, calibration }: StepContext): RunStep {
  const { task, features, counts, classNames, background, recipe, fit, output } = config;
  const { ignoreLabel, head } = features;
  const { signal, onWarning, onProgress } = options;
  return {
    name: 'fit',
    files: [...paths.train, ...(paths.validation ?? []), ...[head, counts, classNames].filter(isPath)],
    settings: { task, counts, classNames, background, recipe, fit, ignoreLabel },
    outputs: [calibration],
    run: async (fingerprint) => {
      await fitFiles({
        ...{ task, counts, background, recipe, settings: fit, ignoreLabel, head, signal, onWarning },
        ...paths,
        classNames: typeof classNames === 'string' ? await readClassNames(classNames) : classNames,
        output: calibration,
        checkpoint: await checkpointFor(output, fingerprint),
        onProgress: (progress) => onProgress?.('fit', fitProgress(progress)),
      });
    },
  };
}

/** Where this fit keeps its state; states of others, which it cannot go on from, are removed. */
async function checkpointFor(folder: string, fingerprint: string): Promise<string> {
  const prefix = 'fit-state-';
  const name = `${prefix}${fingerprint.slice(0, 16)}.safetensors`;
  const others = (await readdir(folder)).filter((other) => other.startsWith(prefix) && other !== name);
  for (const other of others) await rm(join(folder, other), { force: true });
  return join(folder, name);
}

function evaluateStep({ config, options, calibration }: StepContext, test: readonly string[]): RunStep {
  const { task, counts, groups, background, groundTruth, output, features } = config;
  const { ignoreLabel, head } = features;
  const { signal, onWarning } = options;
  const path = join(output, 'evaluation.json');
  return {
    name: 'evaluate',
    files: [calibration, ...test, ...[head, counts, groundTruth?.annotations].filter(isPath)],
    settings: { task, counts, groups, background, groundTruth, ignoreLabel },
    outputs: [path],
    run: async () => {
      const settings = { task, counts, groups, background, ignoreLabel, head, signal, onWarning };
      const evaluation = await evaluateFiles({ ...settings, features: test, annotations: groundTruth, calibration });
      await writeFileAtomically(path, new TextEncoder().encode(`${JSON.stringify(evaluation, null, 2)}\n`));
    },
  };
}

function exportStep({ config, calibration }: StepContext, exported: NonNullable<RunConfig['export']>): RunStep {
  const path = join(config.output, 'calibrated.onnx');
  return {
    name: 'export',
    files: [calibration, exported.model],
    settings: exported,
    outputs: [path],
    run: async () => {
      await exportOnnx({ ...exported, calibration, output: path });
    },
  };
}

function reportStep(
  { config, options, paths, calibration }: StepContext,
  report: NonNullable<RunConfig['report']>,
  test: readonly string[],
): RunStep {
  const { task, counts, groups, background, groundTruth, output, features } = config;
  const { ignoreLabel, head } = features;
  const { signal, onWarning, onProgress } = options;
  const path = join(output, 'report.html');
  return {
    name: 'report',
    files: [calibration, ...paths.train, ...test, ...[head, counts, groundTruth?.annotations].filter(isPath)],
    settings: { report, task, counts, groups, background, groundTruth, ignoreLabel },
    outputs: [path],
    run: async () => {
      await reportFiles({
        ...{ ...report, task, counts, groups, background, ignoreLabel, head, signal, onWarning },
        ...{ features: test, annotations: groundTruth, train: paths.train, calibration, output: path },
        onProgress: (progress) => onProgress?.('report', progress),
      });
    },
  };
}

function isPath(value: unknown): value is string {
  return typeof value === 'string';
}
