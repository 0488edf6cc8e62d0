import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createProgress } from '@disalign/core/node';
import type { BenchmarkSurroundings } from '../run-benchmark.js';
import { UsageError } from '../usage-error.js';
import { describeEnvironment } from '../results/describe-environment.js';
import { writeResults } from '../results/write-results.js';
import { findPython } from './contestants/find-python.js';
import { measureCounting, type CountingResult } from './counting/measure-counting.js';
import { enableRelaxedSimd } from './enable-relaxed-simd.js';
import { measureFits, type FitResult } from './fit/measure-fits.js';
import { measureKernels } from './measure-kernels.js';
import { judgeBars } from './report/bars.js';
import { speedMarkdown, type SpeedResult } from './report/speed-markdown.js';
import { barTable, countingTable, fitTable } from './report/speed-tables.js';
import { parseSpeedOptions, speedUsage, type SpeedOptions } from './speed-options.js';
import type { SpeedRun } from './speed-run.js';

const cacheFolder = fileURLToPath(new URL('../../.cache/speed/', import.meta.url));
const resultsFolder = fileURLToPath(new URL('../../results/', import.meta.url));

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
  const progress = createProgress({ stream: errors, totalTasks: options.cases.length + options.only.length });
  const run = { ...surroundings, options, python, hasRelaxedSimd, progress };
  try {
    const kernels = await measureKernels(run);
    const counting = await countConfusions(run);
    const fits = await measureWholeFits(run);
    const environment = await describeEnvironment({
      backend: { name: 'wasm', device: kernels.device },
      command: ['npx nx run benchmarks:speed', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    });
    const measured = { tasks: kernels.tasks, counting: counting.results, fits };
    const result: SpeedResult = {
      environment,
      peers: [...kernels.peers, ...counting.peers],
      notes: [...notes, ...kernels.notes],
      ...measured,
      bars: judgeBars(measured, options.threads),
    };
    progress.done();
    output.write(`\n${barTable(result.bars)}\n\n`);
    const files = { data: result, markdown: speedMarkdown(result) };
    const paths = await writeResults(options.out ?? resultsFolder, options.name, files);
    output.write(`Written: ${paths.join(', ')}\n`);
  } finally {
    progress.done();
  }
}

async function countConfusions({ options, python, progress, signal, output }: SpeedRun) {
  const { only, side, rounds, turn } = options;
  if (!only.includes('counting')) return { results: [] as CountingResult[], peers: [] };
  const onProgress = (text: string, share: number) => progress.update('counting', text, share);
  const counting = await measureCounting({ side, python, rounds, turn, signal, onProgress });
  progress.update('counting', '', 1);
  progress.done();
  for (const result of counting.results) output.write(`\nconfusion of ${result.maps}\n\n${countingTable(result)}\n`);
  return counting;
}

async function measureWholeFits({ options, python, progress, signal, output }: SpeedRun): Promise<FitResult | null> {
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
