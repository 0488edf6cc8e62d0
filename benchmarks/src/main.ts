import { fileURLToPath } from 'node:url';
import { MissingDataSetError } from '@disalign/classification';
import { startBackend, type StartedBackend } from '@disalign/core';
import { checkpointDataSets, checkpointRecipes, type CheckpointDataSet } from './checkpoints/checkpoint-recipe.js';
import { retrainCheckpoints } from './checkpoints/retrain-checkpoints.js';
import { experiments } from './experiments/experiments.js';
import { parseOptions, usage, UsageError, type BenchmarkOptions } from './options.js';
import { createProgress } from './progress/create-progress.js';
import { describeEnvironment } from './results/describe-environment.js';
import { writeResults } from './results/write-results.js';

const resultsFolder = fileURLToPath(new URL('../results/', import.meta.url));
const interrupted = new AbortController();

process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  if (interrupted.signal.aborted) {
    console.error('Interrupted. The same command goes on from the networks that are done.');
    process.exitCode = 130;
  } else if (error instanceof UsageError || error instanceof MissingDataSetError) {
    console.error(error.message);
    process.exitCode = 2;
  } else throw error;
}

async function main(options: BenchmarkOptions): Promise<void> {
  if (options.help) {
    console.log(usage);
    return;
  }
  const backend = await startBackend(options.backend);
  announce(backend);
  const dataSets = await presentDataSets(options['data-set']);
  if (options.retrain) await retrain(dataSets, options, backend);
  else for (const dataSet of dataSets) await runExperiments(dataSet, options, backend);
}

function announce({ name, device, unavailable }: StartedBackend): void {
  const others = unavailable.map((other) => `; ${other.name}: ${other.reason}`).join('');
  console.error(`Backend ${name} (${device})${others}`);
}

/** The data sets that were asked for, which must be here; without any asked for, those that are. */
async function presentDataSets(asked: readonly CheckpointDataSet[] | undefined): Promise<CheckpointDataSet[]> {
  const present: CheckpointDataSet[] = [];
  for (const dataSet of asked ?? checkpointDataSets) {
    try {
      await checkpointRecipes[dataSet].load();
      present.push(dataSet);
    } catch (error) {
      if (asked !== undefined || !(error instanceof MissingDataSetError)) throw error;
      console.error(`Left out: ${error.message}`);
    }
  }
  return present;
}

async function runExperiments(
  dataSet: CheckpointDataSet,
  options: BenchmarkOptions,
  { name, device }: StartedBackend,
): Promise<void> {
  for (const experiment of options.only) {
    const { tasksPerNetwork, run } = experiments[experiment];
    const totalTasks = tasksPerNetwork * options.networks.length;
    const progress = createProgress({ stream: process.stderr, totalTasks });
    const report = await run({
      dataSet,
      networkSeeds: options.networks,
      fitSeeds: options.seeds,
      backend: name,
      signal: interrupted.signal,
      onProgress: (task, share) => progress.update(task, '', share),
    }).finally(() => progress.done());
    const args = process.argv.slice(2);
    const command = ['npx nx benchmark', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const environment = await describeEnvironment({ backend: { name, device }, command });
    console.log(`\n${report.table}\n`);
    const files = {
      data: { environment, ...report.data },
      markdown: report.markdown(environment),
      figure: await report.figure?.(),
    };
    const paths = await writeResults(options.out ?? resultsFolder, `${experiment}-${dataSet}`, files);
    console.log(`Written: ${paths.join(', ')}`);
  }
}

async function retrain(
  dataSets: readonly CheckpointDataSet[],
  { networks }: BenchmarkOptions,
  { name }: StartedBackend,
): Promise<void> {
  for (const dataSet of dataSets) {
    const progress = createProgress({ stream: process.stderr, totalTasks: networks.length });
    const written = await retrainCheckpoints({
      dataSet,
      seeds: networks,
      backend: name,
      signal: interrupted.signal,
      onProgress: ({ seed, epoch, step, totalSteps, loss }) =>
        progress.update(`${dataSet}-${seed}`, `epoch ${epoch + 1}, loss ${loss.toFixed(2)}`, step / totalSteps),
    }).finally(() => progress.done());
    for (const { path, metrics } of written) {
      const { overall } = metrics.accuracy.test.meanClassAccuracy;
      console.log(`Written: ${path}, test accuracy ${(100 * (overall ?? 0)).toFixed(1)} %`);
    }
  }
}
