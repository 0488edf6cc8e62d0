import { atLeast, atMost, type Bar } from '../report/bar.js';
import type { TaskResult } from '../rounds/measure-case.js';
import { quartiles } from '../rounds/quartiles.js';
import { fastest, speedRatio } from '../rounds/timing.js';

/** Shares of the copy bandwidth. */
const shares = { forward: 0.7, 'forward-nchw': 0.7, gradients: 0.5 } as const;
const LARGEST_ERROR = 5e-6;

/** Judges what was measured on a graphics card, in batches that its caches do not hold. */
export function judgeGpuBars(tasks: readonly TaskResult[]): Bar[] {
  const errors = tasks.flatMap(({ timings }) =>
    timings.flatMap(({ kind, error }) => (kind === 'fused' ? (error ?? []) : [])),
  );
  const largest = errors.length === 0 ? null : quartiles([Math.max(...errors)]);
  return [
    ...tasks.filter(({ access }) => access === 'streamed').flatMap(taskBars),
    atMost('largest error of a fused kernel', LARGEST_ERROR, largest, 'relative'),
  ];
}

function taskBars({ pass, bytes, timings, case: name }: TaskResult): Bar[] {
  const ours = timings.find(({ kind }) => kind === 'fused');
  const limit = fastest(timings.filter(({ kind }) => kind === 'limit'));
  const rival = timings.find((timing) => timing.name === 'PyTorch eager');
  return [
    atLeast(
      `${pass} [${name}]: bandwidth over ${limit?.name ?? 'copy'}`,
      shares[pass],
      ours && limit ? speedRatio(ours, limit, bytes) : null,
    ),
    atLeast(`${pass} [${name}]: over PyTorch eager, CUDA`, 1, ours && rival ? speedRatio(ours, rival, bytes) : null),
  ];
}
