import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createProgress } from '@disalign/core/node';
import type { BenchmarkSurroundings } from '../run-benchmark.js';
import { UsageError } from '../options.js';
import { describeEnvironment } from '../results/describe-environment.js';
import { writeResults } from '../results/write-results.js';
import { caseName } from './cases/speed-case.js';
import type { Contestant } from './contestants/contestant.js';
import { findPython } from './contestants/find-python.js';
import { enableRelaxedSimd } from './enable-relaxed-simd.js';
import { measureFits, type FitResult } from './fit/measure-fits.js';
import { judgeBars } from './report/bars.js';
import { speedMarkdown, type SpeedResult } from './report/speed-markdown.js';
import { barTable, fitTable, taskTable } from './report/speed-tables.js';
import { measureCase, type TaskResult } from './rounds/measure-case.js';
import { parseSpeedOptions, speedUsage, type SpeedOptions } from './speed-options.js';
import { startPeers } from './start-peers.js';

const cacheFolder = fileURLToPath(new URL('../../.cache/speed/', import.meta.url));
const resultsFolder = fileURLToPath(new URL('../../results/', import.meta.url));

/** The device where no kernel is timed by itself. */
const IN_FITS = 'in a process for each fit';

/** What the parts of one run share. */
interface Run extends BenchmarkSurroundings {
  readonly options: SpeedOptions;
  readonly python: string | null;
  readonly hasRelaxedSimd: boolean;
  readonly progress: ReturnType<typeof createProgress>;
}

/**
 * The command `speed`.
 *
 * @param args what was typed behind it
 * @returns the exit code: 0 done, whatever the bars say; 2 the command line is wrong; 130 interrupted
 * @throws whatever else goes wrong
 */
export async function runSpeed(args: readonly string[], surroundings: BenchmarkSurroundings): Promise<number> {
  const { output, errors, signal } = surroundings;
  try {
    const options = parseSpeedOptions(args);
    if (options.help) output.write(`${speedUsage}\n`);
    else if (options.clean) await rm(options.cache ?? cacheFolder, { recursive: true, force: true });
    else await measure(args, options, surroundings);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      errors.write('Interrupted: nothing is written.\n');
      return 130;
    }
    if (!(error instanceof UsageError)) throw error;
    errors.write(`${error.message}\n`);
    return 2;
  }
}

async function measure(
  args: readonly string[],
  options: SpeedOptions,
  surroundings: BenchmarkSurroundings,
): Promise<void> {
  const { output, errors } = surroundings;
  const found = await findPython(options.python);
  const python = 'program' in found ? found.program : null;
  const notes = 'reason' in found ? [`Left out: PyTorch: ${found.reason}`] : [];
  notes.forEach((note) => errors.write(`${note}\n`));
  const hasRelaxedSimd = enableRelaxedSimd(options['relaxed-simd']);
  const progress = createProgress({ stream: errors, totalTasks: options.cases.length + 1 });
  const run = { ...surroundings, options, python, hasRelaxedSimd, progress };
  try {
    const kernels = options.only.includes('kernels')
      ? await measureKernels(run)
      : { tasks: [], peers: [], notes: [], device: IN_FITS };
    const fits = await measureWholeFits(run);
    const environment = await describeEnvironment({
      backend: { name: 'wasm', device: kernels.device },
      command: ['npx nx run benchmarks:speed', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    });
    const bars = judgeBars(kernels.tasks, fits, options.threads);
    const allNotes = [...notes, ...kernels.notes];
    const result: SpeedResult = {
      environment,
      peers: kernels.peers,
      notes: allNotes,
      tasks: kernels.tasks,
      fits,
      bars,
    };
    progress.done();
    output.write(`\n${barTable(bars)}\n\n`);
    const files = { data: result, markdown: speedMarkdown(result) };
    const paths = await writeResults(options.out ?? resultsFolder, options.name, files);
    output.write(`Written: ${paths.join(', ')}\n`);
  } finally {
    progress.done();
  }
}

async function measureKernels({ options, python, hasRelaxedSimd, progress, signal, output, errors }: Run) {
  const { threads, contestants, passes, rounds, turn, megabytes } = options;
  const allowSoftwareAdapter = options['software-adapter'];
  const { peers, notes } = await startPeers({ threads, python, allowSoftwareAdapter, hasRelaxedSimd });
  notes.forEach((note) => errors.write(`${note}\n`));
  const isWanted = ({ name }: Contestant) =>
    contestants === undefined || contestants.some((text) => name.includes(text));
  const tasks: TaskResult[] = [];
  try {
    for (const sizes of options.cases) {
      const onProgress = (text: string, share: number) => progress.update(caseName(sizes), text, share);
      const settings = { megabytes, rounds, turn, passes, isWanted, signal, onProgress };
      const measured = await measureCase(sizes, peers, settings);
      progress.update(caseName(sizes), '', 1);
      progress.done();
      for (const task of measured) {
        output.write(`\n${task.pass} [${task.case}], ${task.access}\n\n${taskTable(task)}\n`);
        for (const { contestant, reason } of task.failures) output.write(`Left out: ${contestant}: ${reason}\n`);
      }
      tasks.push(...measured);
    }
  } finally {
    for (const peer of peers) await peer.close();
  }
  const descriptions = peers.map(({ description }) => description);
  const wasm = descriptions.find((description) => description.startsWith('wasm ('));
  return { tasks, peers: descriptions, notes, device: wasm?.slice('wasm ('.length, -1) ?? 'does not start' };
}

async function measureWholeFits({ options, python, progress, signal, output }: Run): Promise<FitResult | null> {
  const { only, fit, epochs, cache, origins, threads } = options;
  if (!only.includes('fit') && !only.includes('generator')) return null;
  const result = await measureFits({
    shape: { ...fit, epochs, batchSize: Math.min(512, fit.rows) },
    generatorRows: only.includes('generator') ? options['generator-rows'] : 0,
    origins: only.includes('fit') ? origins : [],
    rounds: options['fit-rounds'],
    threads: Math.max(...threads),
    relaxed: options['relaxed-simd'],
    cache: cache ?? cacheFolder,
    python,
    signal,
    onProgress: (text, share) => progress.update('fits', text, share),
  });
  progress.done();
  if (result.runs.length > 0) output.write(`\n${fitTable(result)}\n`);
  result.notes.forEach((note) => output.write(`${note}\n`));
  return result;
}
