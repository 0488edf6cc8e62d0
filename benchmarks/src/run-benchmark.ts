import { fileURLToPath } from 'node:url';
import { MissingDataSetError } from '@disalign/classification';
import { FileFormatError, startBackend, type StartedBackend } from '@disalign/core';
import { createProgress, type ProgressStream } from '@disalign/core/node';
import { writeReport, type LivePanel } from '@disalign/report';
import { checkpointDataSets, checkpointRecipes, type CheckpointDataSet } from './checkpoints/checkpoint-recipe.js';
import { retrainCheckpoints } from './checkpoints/retrain-checkpoints.js';
import { retrainSceneDetectors } from './checkpoints/retrain-scene-detectors.js';
import { retrainSceneNetworks } from './checkpoints/retrain-scene-networks.js';
import { experiments, type ExperimentReport } from './experiments/experiments.js';
import { openFeatures } from './experiments/feature-origin.js';
import { makeLivePanel } from './experiments/live-panel/make-live-panel.js';
import { subjectKey, type Subject } from './experiments/subject.js';
import { taskExperimentNames, type TaskDataSet, type TaskExperimentName } from './experiments/task-experiment-names.js';
import { taskExperiments } from './experiments/task-experiments.js';
import {
  dumpOf,
  experimentNames,
  parseOptions,
  usage,
  variantOf,
  type BenchmarkOptions,
  type ExperimentName,
} from './options.js';
import { UsageError } from './usage-error.js';
import { describeEnvironment, type Environment } from './results/describe-environment.js';
import { jointReport, type MadeReport } from './results/joint-report.js';
import { writeResults } from './results/write-results.js';

const resultsFolder = fileURLToPath(new URL('../results/', import.meta.url));

/** Of the test rows of a live panel: two megabytes of the page. */
const MAX_LIVE_BYTES = 1_500_000;

/** Where the command speaks, and what ends it early. */
export interface BenchmarkSurroundings {
  /** Is told the results. */
  readonly output: ProgressStream;
  /** Is told everything else: backend, progress, what is wrong. */
  readonly errors: ProgressStream;
  readonly signal: AbortSignal;
}

/** What all steps of one run of the command share. */
interface Run extends BenchmarkSurroundings {
  readonly args: readonly string[];
  readonly options: BenchmarkOptions;
  readonly backend: StartedBackend;
}

/**
 * The benchmark command. What it makes is written to the folder `--out`.
 *
 * @param args what was typed behind the command
 * @returns the exit code: 0 done; 2 the command line is wrong, or a data set that was asked for is not here; 130 interrupted
 * @throws whatever else goes wrong
 */
export async function runBenchmark(args: readonly string[], surroundings: BenchmarkSurroundings): Promise<number> {
  const { errors, signal } = surroundings;
  try {
    await runCommand(args, surroundings);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      say(errors, 'Interrupted. The same command goes on from the networks that are done.');
      return 130;
    }
    if (error instanceof UsageError || error instanceof MissingDataSetError) {
      say(errors, error.message);
      return 2;
    }
    throw error;
  }
}

async function runCommand(args: readonly string[], surroundings: BenchmarkSurroundings): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    say(surroundings.output, usage);
    return;
  }
  const backend = await startBackend(options.backend);
  announce(backend, surroundings.errors);
  const run = { ...surroundings, args, options, backend };
  if (options.retrain) {
    for (const dataSet of await presentDataSets(run)) await retrain(dataSet, run);
    if (asksFor(options, 'glyph-scenes-150')) await retrainScenes(run);
    if (asksFor(options, 'glyph-scenes-lvis')) await retrainDetectors(run);
    return;
  }
  const onFeatures = options.only.filter((name) => isOneOf(experimentNames, name));
  const withTheirData = options.only.filter((name) => isOneOf(taskExperimentNames, name));
  const made: MadeReport[] = [];
  if (onFeatures.length > 0) {
    for (const subject of await subjectsOf(run)) made.push(...(await runExperiments(subject, onFeatures, run)));
  }
  for (const name of withTheirData) made.push(...(await runOrLeaveOut(name, run)));
  if (options.report !== undefined) await writeJointReport(options.report, made, run);
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((known) => known === name);
}

/** A data set that only some experiments know is never asked for by leaving names out: its networks take long to train. */
function asksFor(options: BenchmarkOptions, dataSet: TaskDataSet): boolean {
  return options['data-set']?.includes(dataSet) ?? false;
}

/** The dump that is asked for, or the data sets. @throws UsageError where the dump cannot be read */
async function subjectsOf(run: Run): Promise<readonly Subject[]> {
  const dump = dumpOf(run.options);
  if (dump === null) return presentDataSets(run);
  try {
    await openFeatures({ kind: 'dump', dump, backend: run.backend.name });
  } catch (error) {
    if (error instanceof FileFormatError || error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  return [dump];
}

function announce({ name, device, unavailable }: StartedBackend, errors: ProgressStream): void {
  const others = unavailable.map((other) => `; ${other.name}: ${other.reason}`).join('');
  say(errors, `Backend ${name} (${device})${others}`);
}

/** The data sets that were asked for, which must be here; without any asked for, those that are. */
async function presentDataSets({ options, errors }: Run): Promise<CheckpointDataSet[]> {
  const asked = options['data-set']?.filter((name) => isOneOf(checkpointDataSets, name));
  const present: CheckpointDataSet[] = [];
  for (const dataSet of asked ?? checkpointDataSets) {
    try {
      await checkpointRecipes[dataSet].load();
      present.push(dataSet);
    } catch (error) {
      if (asked !== undefined || !(error instanceof MissingDataSetError)) throw error;
      say(errors, `Left out: ${error.message}`);
    }
  }
  return present;
}

async function runExperiments(subject: Subject, names: readonly ExperimentName[], run: Run): Promise<MadeReport[]> {
  const { options, backend, errors, signal } = run;
  const made: MadeReport[] = [];
  for (const name of names) {
    const experiment = experiments[name];
    const networks = typeof subject === 'string' ? options.networks.length : 1;
    const progress = createProgress({ stream: errors, totalTasks: experiment.tasksPerNetwork * networks });
    const report = await experiment
      .run({
        subject,
        networkSeeds: options.networks,
        fitSeeds: options.seeds,
        backend: backend.name,
        signal,
        onProgress: (task, share) => progress.update(task, '', share),
      })
      .finally(() => progress.done());
    await writeExperiment(`${name}-${subjectKey(subject)}`, report, run);
    made.push({ subject, report });
  }
  return made;
}

/** Among others an experiment whose data or networks are not here is left out, in one line; alone it must have them. */
async function runOrLeaveOut(name: TaskExperimentName, run: Run): Promise<MadeReport[]> {
  try {
    return [{ subject: null, report: await runTaskExperiment(name, run) }];
  } catch (error) {
    if (run.options.only.length === 1 || !(error instanceof MissingDataSetError)) throw error;
    say(run.errors, `Left out: ${name}: ${error.message}`);
    return [];
  }
}

async function runTaskExperiment(name: TaskExperimentName, run: Run): Promise<ExperimentReport> {
  const { options, backend, errors, signal } = run;
  const experiment = taskExperiments[name];
  const key = experiment.key(options);
  const progress = createProgress({ stream: errors, totalTasks: experiment.tasks(options) });
  const report = await experiment
    .run({
      options,
      backend: backend.name,
      signal,
      onProgress: (task, share) => progress.update(task, '', share),
    })
    .finally(() => progress.done());
  await writeExperiment(`${name}-${key}`, report, run);
  return report;
}

/** Says what an experiment found, and writes it to the folder of the results. */
async function writeExperiment(name: string, report: ExperimentReport, run: Run): Promise<void> {
  const { options, output } = run;
  const environment = await environmentOf(run);
  say(output, `\n${report.table}\n`);
  const files = {
    data: { environment, ...report.data },
    markdown: report.markdown(environment),
    figure: await report.figure?.(),
    figures: await report.figures?.(),
  };
  const paths = await writeResults(options.out ?? resultsFolder, name, files);
  say(output, `Written: ${paths.join(', ')}`);
}

function environmentOf({ args, backend }: Run): Promise<Environment> {
  const command = ['npx nx benchmark', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  return describeEnvironment({ backend: { name: backend.name, device: backend.device }, command });
}

/** One page of everything that was run, with the live panel of the first subject, if there is one. */
async function writeJointReport(folder: string, made: readonly MadeReport[], run: Run): Promise<void> {
  const { options, output } = run;
  if (made.length === 0) return;
  const [subject] = made.flatMap((one) => one.subject ?? []);
  const live = subject === undefined ? undefined : await livePanelOf(subject, run);
  const report = jointReport(made, await environmentOf(run), options);
  const paths = await writeReport(folder, report, { live, maxLiveBytes: MAX_LIVE_BYTES });
  say(output, `Written: ${paths.at(-1) ?? ''} and ${paths.length - 1} files beside it`);
}

async function livePanelOf(subject: Subject, { options, backend, errors, signal }: Run): Promise<LivePanel> {
  const progress = createProgress({ stream: errors });
  return makeLivePanel({
    subject,
    networkSeeds: options.networks,
    backend: backend.name,
    signal,
    onProgress: (task, share) => progress.update(task, '', share),
  }).finally(() => progress.done());
}

async function retrain(dataSet: CheckpointDataSet, { options, backend, output, errors, signal }: Run): Promise<void> {
  const progress = createProgress({ stream: errors, totalTasks: options.networks.length });
  const written = await retrainCheckpoints({
    dataSet,
    variant: variantOf(options),
    seeds: options.networks,
    backend: backend.name,
    signal,
    onProgress: ({ seed, epoch, step, totalSteps, loss }) =>
      progress.update(`${dataSet}-${seed}`, `epoch ${epoch + 1}, loss ${loss.toFixed(2)}`, step / totalSteps),
  }).finally(() => progress.done());
  for (const { path, metrics } of written) {
    const { overall } = metrics.accuracy.test.meanClassAccuracy;
    say(output, `Written: ${path}, test accuracy ${(100 * (overall ?? 0)).toFixed(1)} %`);
  }
}

async function retrainScenes({ options, backend, output, errors, signal }: Run): Promise<void> {
  const progress = createProgress({ stream: errors, totalTasks: 2 * options.networks.length });
  const written = await retrainSceneNetworks({
    seeds: options.networks,
    backend: backend.name,
    signal,
    onProgress: (name, { step, totalSteps, loss }) =>
      progress.update(name, `loss ${loss.toFixed(2)}`, step / totalSteps),
  }).finally(() => progress.done());
  for (const { path, metrics } of written) {
    say(output, `Written: ${path}, mIoU ${(100 * metrics.selection.mIoU).toFixed(1)} % on the selection split`);
  }
}

async function retrainDetectors({ options, backend, output, errors, signal }: Run): Promise<void> {
  const progress = createProgress({ stream: errors, totalTasks: 2 * options.networks.length });
  const written = await retrainSceneDetectors({
    seeds: options.networks,
    backend: backend.name,
    signal,
    onProgress: ({ task, loss, share }) => progress.update(task, `loss ${loss.toFixed(2)}`, share),
  }).finally(() => progress.done());
  for (const path of written) say(output, `Written: ${path}`);
}

function say(stream: ProgressStream, text: string): void {
  stream.write(`${text}\n`);
}
