import { caseName, type Pass, type SpeedCase } from './cases/speed-case.js';
import type { Contestant } from './contestants/contestant.js';
import { taskTable } from './report/speed-tables.js';
import { measureCase, type TaskResult } from './rounds/measure-case.js';
import type { SpeedOptions } from './speed-options.js';
import type { SpeedRun } from './speed-run.js';
import { startPeers } from './start-peers.js';

/** What was measured of kernels, and by whom. */
export interface MeasuredKernels {
  readonly tasks: readonly TaskResult[];
  readonly peers: readonly string[];
  readonly notes: readonly string[];
  readonly device: string;
}

/** A case and what is measured on it. */
interface KernelJob {
  readonly sizes: SpeedCase;
  readonly passes: readonly Pass[];
  /** Whether a contestant may take part. */
  readonly takes: (contestant: Contestant) => boolean;
}

/** The device where no kernel is timed by itself. */
const IN_FITS = 'in a process for each fit';

/** Times kernels on the batches and the image that are asked for. */
export async function measureKernels({
  options,
  python,
  hasRelaxedSimd,
  progress,
  signal,
  output,
  errors,
}: SpeedRun): Promise<MeasuredKernels> {
  const jobs = jobsOf(options);
  if (jobs.length === 0) return { tasks: [], peers: [], notes: [], device: IN_FITS };
  const { threads, contestants, rounds, turn, megabytes } = options;
  const allowSoftwareAdapter = options['software-adapter'];
  const { peers, notes } = await startPeers({ threads, python, allowSoftwareAdapter, hasRelaxedSimd });
  notes.forEach((note) => errors.write(`${note}\n`));
  const isNamed = ({ name }: Contestant) =>
    contestants === undefined || contestants.some((text) => name.includes(text));
  const tasks: TaskResult[] = [];
  try {
    for (const { sizes, passes, takes } of jobs) {
      const onProgress = (text: string, share: number) => progress.update(caseName(sizes), text, share);
      const isWanted = (contestant: Contestant) => isNamed(contestant) && takes(contestant);
      const measured = await measureCase(sizes, peers, {
        megabytes,
        rounds,
        turn,
        passes,
        isWanted,
        signal,
        onProgress,
      });
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

function jobsOf({ only, cases, image, passes }: SpeedOptions): KernelJob[] {
  const batches = cases.map((sizes): KernelJob => ({ sizes, passes, takes: () => true }));
  const pixels: KernelJob = {
    sizes: image,
    passes: ['forward', 'forward-nchw'],
    // In composed ops an image takes many times its memory.
    takes: ({ kind }) => kind !== 'composed',
  };
  return [...(only.includes('kernels') ? batches : []), ...(only.includes('pixels') ? [pixels] : [])];
}
