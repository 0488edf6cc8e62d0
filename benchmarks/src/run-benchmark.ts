import { fileURLToPath } from 'node:url';
import { MissingDataSetError } from '@disalign/classification';
import { startBackend, type StartedBackend } from '@disalign/core';
import { checkpointDataSets, checkpointRecipes, type CheckpointDataSet } from './checkpoints/checkpoint-recipe.js';
import { retrainCheckpoints } from './checkpoints/retrain-checkpoints.js';
import { experiments } from './experiments/experiments.js';
import { parseOptions, usage, UsageError, type BenchmarkOptions } from './options.js';
import { createProgress, type ProgressStream } from './progress/create-progress.js';
import { describeEnvironment } from './results/describe-environment.js';
import { writeResults } from './results/write-results.js';

const resultsFolder = fileURLToPath(new URL('../results/', import.meta.url));

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
  for (const dataSet of await presentDataSets(run)) await (options.retrain ? retrain : runExperiments)(dataSet, run);
}

function announce({ name, device, unavailable }: StartedBackend, errors: ProgressStream): void {
  const others = unavailable.map((other) => `; ${other.name}: ${other.reason}`).join('');
  say(errors, `Backend ${name} (${device})${others}`);
}

/** The data sets that were asked for, which must be here; without any asked for, those that are. */
async function presentDataSets({ options, errors }: Run): Promise<CheckpointDataSet[]> {
  const asked = options['data-set'];
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

async function runExperiments(dataSet: CheckpointDataSet, run: Run): Promise<void> {
  const { args, options, backend, output, errors, signal } = run;
  for (const name of options.only) {
    const experiment = experiments[name];
    const totalTasks = experiment.tasksPerNetwork * options.networks.length;
    const progress = createProgress({ stream: errors, totalTasks });
    const report = await experiment
      .run({
        dataSet,
        networkSeeds: options.networks,
        fitSeeds: options.seeds,
        backend: backend.name,
        signal,
        onProgress: (task, share) => progress.update(task, '', share),
      })
      .finally(() => progress.done());
    const command = ['npx nx benchmark', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const environment = await describeEnvironment({
      backend: { name: backend.name, device: backend.device },
      command,
    });
    say(output, `\n${report.table}\n`);
    const files = {
      data: { environment, ...report.data },
      markdown: report.markdown(environment),
      figure: await report.figure?.(),
    };
    const paths = await writeResults(options.out ?? resultsFolder, `${name}-${dataSet}`, files);
    say(output, `Written: ${paths.join(', ')}`);
  }
}

async function retrain(dataSet: CheckpointDataSet, { options, backend, output, errors, signal }: Run): Promise<void> {
  const progress = createProgress({ stream: errors, totalTasks: options.networks.length });
  const written = await retrainCheckpoints({
    dataSet,
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

function say(stream: ProgressStream, text: string): void {
  stream.write(`${text}\n`);
}
