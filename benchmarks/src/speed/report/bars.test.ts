import { describe, expect, it } from 'vitest';
import type { FitRun } from '../fit/measure-fits.js';
import type { CheckedTiming, TaskResult } from '../rounds/measure-case.js';
import { judgeBars } from './bars.js';

function timing(name: string, milliseconds: number, more: Partial<CheckedTiming> = {}): CheckedTiming {
  const samples = [0, 1, 2].map((round) => ({ round, milliseconds: milliseconds * (round + 1) }));
  return { name, kind: 'pytorch', threads: 1, firstMilliseconds: 9, iterations: 1, samples, error: 1e-7, ...more };
}

const task: Omit<TaskResult, 'pass' | 'timings'> = {
  access: 'streamed',
  case: '512x2048x1000',
  sizes: { rows: 512, featureSize: 2048, classes: 1000 },
  bytes: 1e6,
  failures: [],
};

const gradients: TaskResult = {
  ...task,
  pass: 'gradients',
  timings: [
    timing('slower', 2, { kind: 'fused' }),
    timing('ours', 1, { kind: 'fused', error: 4e-6 }),
    timing('PyTorch eager', 3),
    timing('PyTorch compile', 1.5),
    timing('PyTorch eager', 9, { threads: 2 }),
  ],
};
const forward: TaskResult = {
  ...task,
  pass: 'forward',
  timings: [
    timing('ours', 1, { kind: 'fused' }),
    timing('triad, a', 8, { kind: 'limit', bytes: 8.5e6, error: null }),
    timing('triad, b', 8, { kind: 'limit', bytes: 8.5e6, error: null }),
    timing('PyTorch addcmul', 1),
  ],
};

const verdicts = (bars: ReturnType<typeof judgeBars>) =>
  Object.fromEntries(bars.map(({ name, value, verdict }) => [name, `${value?.median.toPrecision(3)} ${verdict}`]));

describe('judgeBars', () => {
  it('takes our fastest at as many threads, and says what was not measured', () => {
    expect(verdicts(judgeBars({ tasks: [gradients, forward], counting: [], fits: null }, [1, 2])))
      .toMatchInlineSnapshot(`
      {
        "forward [512x2048x1000] streamed, 1 thread: ours over PyTorch addcmul": "1.00 out of reach",
        "forward [512x2048x1000] streamed, 1 thread: ours over PyTorch compile": "undefined not measured",
        "forward [512x2048x1000] streamed, 1 thread: ours over PyTorch eager": "undefined not measured",
        "forward [512x2048x1000] streamed, 1 thread: ours, bandwidth over triad, a": "0.941 pass",
        "largest error of a fused kernel": "0.00000400 pass",
        "loss and gradients [512x2048x1000] streamed, 1 thread: ours over PyTorch addcmul": "undefined not measured",
        "loss and gradients [512x2048x1000] streamed, 1 thread: ours over PyTorch compile": "1.50 out of reach",
        "loss and gradients [512x2048x1000] streamed, 1 thread: ours over PyTorch eager": "3.00 pass",
        "loss and gradients [512x2048x1000] streamed, 2 threads: ours over PyTorch addcmul": "undefined not measured",
        "loss and gradients [512x2048x1000] streamed, 2 threads: ours over PyTorch compile": "undefined not measured",
        "loss and gradients [512x2048x1000] streamed, 2 threads: ours over PyTorch eager": "undefined not measured",
      }
    `);
  });

  it('judges the calibration of an image and counting apart', () => {
    const image: TaskResult = { ...forward, case: '262144x512x150', timings: [] };
    const timings = [
      timing('ours', 1, { kind: 'fused' }),
      timing('PyTorch eager', 2.5),
      timing('PyTorch addcmul', 1.1),
    ];
    const counts = [
      timing('SegmentationCounts', 0.5, { kind: 'fused' }),
      timing('numpy fast_hist', 2, { kind: 'numpy' }),
    ];
    const counting = [{ maps: 'noise', pixels: 300_000, timings: counts }] as const;
    const bars = judgeBars({ tasks: [{ ...image, timings }], counting, fits: null }, [1, 2]);
    // 0.3 Mpixel in 0.5, 1 and 1.5 ms: the median is 300 in a second.
    expect(verdicts(bars)).toMatchInlineSnapshot(`
      {
        "confusion of noise, 1 core: Mpixel/s": "300 out of reach",
        "confusion of noise, 1 core: ours over numpy fast_hist": "4.00 pass",
        "largest error of a fused kernel": "1.00e-7 pass",
        "pixels of an image [262144x512x150], 1 thread: ours over PyTorch addcmul": "1.10 out of reach",
        "pixels of an image [262144x512x150], 1 thread: ours over PyTorch eager": "2.50 pass",
      }
    `);
  });

  it('judges fits by seconds, memory above idle, and rows per second of computed rows', () => {
    const run: FitRun = {
      name: 'fitCalibration',
      origin: 'hot',
      round: 0,
      rows: 10,
      threads: 2,
      seconds: 2,
      preparingSeconds: 1,
      loss: 1,
      idleBytes: 1e8,
      peakBytes: 9e8,
      kernel: 'wasm',
      rowsPerSecond: 100,
    };
    const runs: FitRun[] = [
      run,
      { ...run, name: 'PyTorch eager', seconds: 7 },
      { ...run, origin: 'busy', threads: 1, seconds: 4 },
      { ...run, origin: 'busy', seconds: 4.2 },
      { ...run, origin: 'generator', rowsPerSecond: 80, peakBytes: 3e8 },
    ];
    const shape = { rows: 10, featureSize: 1, classes: 2, epochs: 1, batchSize: 1 };
    const bars = judgeBars({ tasks: [], counting: [], fits: { shape, runs, notes: [] } }, []);
    expect(verdicts(bars.filter(({ name }) => name.startsWith('whole fit')))).toMatchInlineSnapshot(`
      {
        "whole fit, cold: memory above idle": "undefined not measured",
        "whole fit, generator: memory above idle": "200 pass",
        "whole fit, hot, beside a busy core: 2 threads over 1": "0.952 pass",
        "whole fit, hot: fitCalibration over PyTorch eager": "3.50 pass",
        "whole fit, hot: memory above idle": "800 out of reach",
        "whole fit: rows per second of computed rows over those of shards, hot": "0.800 out of reach",
      }
    `);
  });
});
