import { createProgress } from '@disalign/core/node';
import { UsageError } from '../../usage-error.js';
import { describeEnvironment } from '../../results/describe-environment.js';
import { writeResults } from '../../results/write-results.js';
import type { BenchmarkSurroundings } from '../../run-benchmark.js';
import { caseName } from '../cases/speed-case.js';
import type { Contestant, Peer } from '../contestants/contestant.js';
import { startTfjsPeer } from '../contestants/start-tfjs-peer.js';
import { startTorchPeer } from '../contestants/start-torch-peer.js';
import { speedMarkdown, type SpeedResult } from '../report/speed-markdown.js';
import { barTable, taskTable } from '../report/speed-tables.js';
import { measureCase } from '../rounds/measure-case.js';
import { findCuda } from './find-cuda.js';
import { judgeGpuBars } from './gpu-bars.js';
import { gpuUsage, parseGpuOptions, type GpuOptions } from './gpu-options.js';
import { startCopyPeer } from './start-copy-peer.js';
import { webgpuDevice } from './webgpu-device.js';

/** What is known of the program where it was packed. */
export interface PackedProgram {
  /** Versions by package. */
  readonly packages: Readonly<Record<string, string>>;
  readonly source: { readonly commit: string; readonly modified: boolean } | null;
  /** The folder of the Python scripts. */
  readonly torchFolder: string;
}

/**
 * The command that measures a graphics card.
 *
 * @returns the exit code: 0 done, whatever the bars say; 1 no such card, or an error of it; 2 the command line is wrong
 */
export async function runGpu(
  args: readonly string[],
  program: PackedProgram,
  surroundings: BenchmarkSurroundings,
): Promise<number> {
  try {
    const options = parseGpuOptions(args);
    if (options.help) surroundings.output.write(`${gpuUsage}\n`);
    else await measure(args, options, { ...program, ...surroundings });
    return 0;
  } catch (error) {
    surroundings.errors.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function measure(
  args: readonly string[],
  options: GpuOptions,
  { packages, source, torchFolder, output, errors, signal }: PackedProgram & BenchmarkSurroundings,
): Promise<void> {
  const { sizes, rounds, turn, python } = options;
  const webgpu = await startTfjsPeer('webgpu', { allowSoftwareAdapter: options['software-adapter'] });
  const checkErrors = watchErrors();
  const peers: Peer[] = [startCopyPeer(options['copy-megabytes'] * 1e6), webgpu];
  const found = await findCuda(python);
  const notes = 'reason' in found ? [`Left out: PyTorch: ${found.reason}`] : [];
  notes.forEach((note) => errors.write(`${note}\n`));
  if ('program' in found) {
    peers.push(await startTorchPeer({ python: found.program, threads: 1, device: 'cuda', folder: torchFolder }));
  }
  const progress = createProgress({ stream: errors, totalTasks: 1 });
  try {
    const tasks = await measureCase(sizes, peers, {
      megabytes: 0,
      rounds,
      turn,
      passes: ['forward', 'gradients'],
      // In composed ops a batch of this size takes twenty times its memory.
      isWanted: ({ kind }: Contestant) => kind !== 'composed',
      signal,
      onProgress: (text, share) => progress.update(caseName(sizes), text, share),
    });
    progress.done();
    checkErrors();
    const device = webgpu.description.slice('webgpu ('.length, -1);
    const described = await describeEnvironment({
      backend: { name: 'webgpu', device },
      command: ['sh disalign-gpu.sh', ...args].join(' '),
    });
    const environment = { ...described, packages, source };
    const descriptions = peers.map(({ description }) => description);
    const result: SpeedResult = {
      environment,
      peers: descriptions,
      notes,
      tasks,
      counting: [],
      fits: null,
      bars: judgeGpuBars(tasks),
    };
    for (const task of tasks) output.write(`\n${task.pass} [${task.case}], ${task.access}\n\n${taskTable(task)}\n`);
    output.write(`\n${barTable(result.bars)}\n\n`);
    const paths = await writeResults(options.out, 'gpu', { data: result, markdown: speedMarkdown(result) });
    output.write(`Written: ${paths.join(', ')}\n`);
  } finally {
    progress.done();
    for (const peer of peers.toReversed()) await peer.close();
  }
}

/** WebGPU tells errors in the background, and goes on with zeros. */
function watchErrors(): () => void {
  const messages: string[] = [];
  const device = webgpuDevice();
  device.addEventListener('uncapturederror', ({ error }) => messages.push(error.message));
  return () => {
    if (messages.length > 0) throw new Error(`webgpu: ${messages[0]}`);
  };
}
