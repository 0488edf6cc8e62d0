import { expect, it } from 'vitest';
import type { CheckedTiming, TaskResult } from '../rounds/measure-case.js';
import { judgeGpuBars } from './gpu-bars.js';

const timing = (name: string, milliseconds: number, more: Partial<CheckedTiming>): CheckedTiming => ({
  name,
  kind: 'fused',
  threads: 1,
  firstMilliseconds: 9,
  iterations: 1,
  samples: [{ round: 0, milliseconds }],
  error: null,
  ...more,
});

const forward: TaskResult = {
  pass: 'forward',
  access: 'streamed',
  case: '65536x2048x1000',
  sizes: { rows: 65_536, featureSize: 2048, classes: 1000 },
  bytes: 1000,
  failures: [],
  timings: [
    timing('webgpu, fused', 10, { error: 1e-7 }),
    timing('copy, slower', 16, { kind: 'limit', bytes: 2000 }),
    timing('copy', 15, { kind: 'limit', bytes: 2000 }),
    timing('PyTorch eager', 30, { kind: 'pytorch' }),
  ],
};

it('compares bandwidth with the faster copy, and time with PyTorch', () => {
  const gradients: TaskResult = { ...forward, pass: 'gradients', timings: forward.timings.slice(0, 3) };
  const hot: TaskResult = { ...forward, access: 'hot' };
  expect(
    judgeGpuBars([forward, hot, gradients]).map(({ name, value, verdict }) => [name, value?.median, verdict]),
  ).toEqual([
    ['forward [65536x2048x1000]: bandwidth over copy', 0.75, 'pass'],
    ['forward [65536x2048x1000]: over PyTorch eager, CUDA', 3, 'pass'],
    ['gradients [65536x2048x1000]: bandwidth over copy', 0.75, 'pass'],
    ['gradients [65536x2048x1000]: over PyTorch eager, CUDA', undefined, 'not measured'],
    ['largest error of a fused kernel', 1e-7, 'pass'],
  ]);
});
