import { caseName, imageCase } from '../cases/speed-case.js';
import type { CountingResult } from '../counting/measure-counting.js';
import { type FitResult, type FitRun, OURS, type RowOrigin } from '../fit/measure-fits.js';
import type { TaskResult } from '../rounds/measure-case.js';
import { quartiles, type Quartiles } from '../rounds/quartiles.js';
import { fastest, speedRatio } from '../rounds/timing.js';
import { atLeast, atMost, type Bar, verdictOf } from './bar.js';
import { countingBars } from './counting-bars.js';
import { oursOverRival } from './ours-over-rival.js';
import { pixelBars } from './pixel-bars.js';

/** Our fastest against each of these, at the same number of threads: on ImageNet-LT's batch, streamed. */
const BAR_CASE = '512x2048x1000';
const gradientBars = { 'PyTorch eager': 3, 'PyTorch addcmul': 2.5, 'PyTorch compile': 2 } as const;
const forwardBars = { 'PyTorch eager': 2, 'PyTorch addcmul': 1.3, 'PyTorch compile': 1.1 } as const;
const TRIAD_SHARE = 0.9;
const LARGEST_ERROR = 5e-6;
const FIT_RATIO = 3;
const FIT_MEGABYTES = 700;
const GENERATOR_SHARE = 0.15;
const BUSY_SHARE = 0.95;

/** Everything that may have been measured. */
export interface MeasuredSpeed {
  readonly tasks: readonly TaskResult[];
  readonly counting: readonly CountingResult[];
  readonly fits: FitResult | null;
}

/** Judges what was measured; a share of it may be. */
export function judgeBars({ tasks, counting, fits }: MeasuredSpeed, threads: readonly number[]): Bar[] {
  const image = caseName(imageCase);
  const ofBatches = tasks.filter((task) => task.case !== image);
  return [
    ...(ofBatches.length === 0 ? [] : kernelBars(ofBatches, threads)),
    ...pixelBars(tasks),
    ...(tasks.length === 0 ? [] : [errorBar(tasks)]),
    ...countingBars(counting),
    ...fitBars(fits),
  ];
}

function kernelBars(tasks: readonly TaskResult[], threads: readonly number[]): Bar[] {
  const find = (pass: TaskResult['pass']) =>
    tasks.find((task) => task.case === BAR_CASE && task.pass === pass && task.access === 'streamed');
  const [gradients, forward] = [find('gradients'), find('forward')];
  return [
    ...threads.flatMap((count) =>
      Object.entries(gradientBars).map(([rival, times]) =>
        ratioBar({ task: gradients, rival, times, threads: count, title: 'loss and gradients' }),
      ),
    ),
    triadBar(forward),
    ...Object.entries(forwardBars).map(([rival, times]) =>
      ratioBar({ task: forward, rival, times, threads: 1, title: 'forward' }),
    ),
  ];
}

interface RatioBar {
  readonly task: TaskResult | undefined;
  readonly rival: string;
  readonly times: number;
  readonly threads: number;
  readonly title: string;
}

function ratioBar({ task, rival, times, threads, title }: RatioBar): Bar {
  const { ours, ratio } = oursOverRival(task, rival, threads);
  return atLeast(`${title} [${BAR_CASE}] streamed, ${countText(threads)}: ${ours} over ${rival}`, times, ratio);
}

/** By bandwidth, against the fastest triad there is. */
function triadBar(task: TaskResult | undefined): Bar {
  const ours = task && fastest(task.timings.filter(({ kind, threads }) => kind === 'fused' && threads === 1));
  const triads = task?.timings.filter(({ name, threads }) => name.startsWith('triad') && threads === 1) ?? [];
  const triad = triads.length === 0 ? undefined : fastest(triads);
  const value = task && ours && triad ? speedRatio(ours, triad, task.bytes) : null;
  const name = `forward [${BAR_CASE}] streamed, 1 thread: ${ours?.name ?? 'ours'}, bandwidth over ${triad?.name ?? 'triad'}`;
  return atLeast(name, TRIAD_SHARE, value);
}

function errorBar(tasks: readonly TaskResult[]): Bar {
  const errors = tasks.flatMap(({ timings }) =>
    timings.flatMap(({ kind, error }) => (kind === 'fused' && error !== null ? [error] : [])),
  );
  const value = errors.length === 0 ? null : quartiles([Math.max(...errors)]);
  return atMost('largest error of a fused kernel', LARGEST_ERROR, value, 'relative');
}

function fitBars(fits: FitResult | null): Bar[] {
  if (fits === null) return [];
  const ours = (origin: RowOrigin) => fits.runs.filter((run) => run.name === OURS && run.origin === origin);
  const rivals = [...new Set(fits.runs.map(({ name }) => name))].filter((name) => name !== OURS);
  const origins = (['hot', 'cold'] as const).filter((origin) => ours(origin).length > 0);
  const busyOn = (threads: number) => ours('busy').filter((run) => run.threads === threads);
  return [
    ...origins.flatMap((origin) =>
      rivals.map((rival) => {
        const theirs = fits.runs.filter((run) => run.name === rival && run.origin === origin);
        const ratio = ratioByRound(ours(origin), theirs, ({ seconds }) => 1 / seconds);
        return atLeast(`whole fit, ${origin}: ${OURS} over ${rival}`, FIT_RATIO, ratio);
      }),
    ),
    ...(['hot', 'cold', 'generator'] as const).map((origin) => {
      const megabytes = ours(origin).map(({ peakBytes, idleBytes }) => (peakBytes - idleBytes) / 1e6);
      const value = megabytes.length === 0 ? null : quartiles(megabytes);
      return atMost(`whole fit, ${origin}: memory above idle`, FIT_MEGABYTES, value, 'MB');
    }),
    atLeast(
      'whole fit, hot, beside a busy core: 2 threads over 1',
      BUSY_SHARE,
      ratioByRound(busyOn(2), busyOn(1), ({ seconds }) => 1 / seconds),
    ),
    generatorBar(ratioByRound(ours('generator'), ours('hot'), ({ rowsPerSecond }) => rowsPerSecond)),
  ];
}

function generatorBar(value: Quartiles | null): Bar {
  const [least, most] = [1 - GENERATOR_SHARE, 1 + GENERATOR_SHARE];
  const passes = value !== null && value.median >= least && value.median <= most;
  const name = 'whole fit: rows per second of computed rows over those of shards, hot';
  return { name, wanted: `${least} to ${most}`, value, unit: 'times', verdict: verdictOf(value, passes) };
}

function ratioByRound(
  ours: readonly FitRun[],
  theirs: readonly FitRun[],
  speedOf: (run: FitRun) => number,
): Quartiles | null {
  const ratios = ours.flatMap((run) => {
    const other = theirs.find(({ round }) => round === run.round);
    return other === undefined ? [] : [speedOf(run) / speedOf(other)];
  });
  return ratios.length === 0 ? null : quartiles(ratios);
}

function countText(threads: number): string {
  return `${threads} thread${threads === 1 ? '' : 's'}`;
}
