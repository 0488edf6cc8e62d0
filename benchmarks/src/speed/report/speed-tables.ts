import { markdownTable } from '@disalign/report';
import type { CountingResult } from '../counting/measure-counting.js';
import type { FitResult, FitRun } from '../fit/measure-fits.js';
import type { TaskResult } from '../rounds/measure-case.js';
import { quartiles, type Quartiles } from '../rounds/quartiles.js';
import type { Bar } from './bar.js';

/** The times of one task, the fastest first. */
export function taskTable({ bytes, sizes, timings }: TaskResult): string {
  const timed = timings.map((timing) => ({
    ...timing,
    times: quartiles(timing.samples.map(({ milliseconds }) => milliseconds)),
  }));
  const rate = (milliseconds: number, own?: number) => (own ?? bytes) / milliseconds / 1e6;
  const rows = timed
    .toSorted((a, b) => rate(b.times.median, b.bytes) - rate(a.times.median, a.bytes))
    .map(({ name, threads, kind, times, firstMilliseconds, bytes: own, error }) => [
      name,
      String(threads),
      spreadText(times),
      String(times.count),
      shortNumber(firstMilliseconds),
      rate(times.median, own).toFixed(2),
      kind === 'limit' ? '-' : Math.round(sizes.rows / (times.median / 1000)).toLocaleString('en-US'),
      error === null ? '-' : error.toExponential(1),
    ]);
  const header = ['contestant', 'threads', 'ms [quartiles]', 'rounds', 'first run, ms', 'GB/s', 'rows/s', 'error'];
  return markdownTable(header, rows);
}

/** The times of counting one kind of maps, the fastest first. */
export function countingTable({ pixels, timings }: CountingResult): string {
  const rows = timings
    .map(({ name, samples, firstMilliseconds }) => ({
      name,
      firstMilliseconds,
      times: quartiles(samples.map(({ milliseconds }) => milliseconds)),
    }))
    .toSorted((a, b) => a.times.median - b.times.median)
    .map(({ name, times, firstMilliseconds }) => [
      name,
      spreadText(times),
      String(times.count),
      shortNumber(firstMilliseconds),
      Math.round(pixels / times.median / 1000).toLocaleString('en-US'),
    ]);
  return markdownTable(['contestant', 'ms [quartiles]', 'rounds', 'first run, ms', 'Mpixel/s'], rows);
}

/** The fits, each with its rounds together. */
export function fitTable({ runs }: FitResult): string {
  const keyOf = ({ name, origin, threads }: FitRun) => `${name}, ${origin}, ${threads}`;
  const rows = [...new Set(runs.map(keyOf))].map((key) => {
    const group = runs.filter((run) => keyOf(run) === key);
    const [{ name, origin, rows: count, threads, kernel }] = group;
    const of = (value: (run: FitRun) => number) => quartiles(group.map(value));
    return [
      `${name}, ${origin}`,
      String(threads),
      count.toLocaleString('en-US'),
      spreadText(of(({ seconds }) => seconds)),
      String(group.length),
      shortNumber(of(({ preparingSeconds }) => preparingSeconds).median),
      Math.round(of(({ rowsPerSecond }) => rowsPerSecond).median).toLocaleString('en-US'),
      Math.round(of(({ peakBytes, idleBytes }) => (peakBytes - idleBytes) / 1e6).median).toLocaleString('en-US'),
      of(({ loss }) => loss).median.toFixed(4),
      kernel,
    ];
  });
  const header = ['fit', 'threads', 'rows', 's [quartiles]', 'rounds', 'of them before the first step, s', 'rows/s'];
  return markdownTable([...header, 'MB above idle', 'last loss', 'kernel'], rows);
}

/** The bars, and whether they are reached. */
export function barTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ name, wanted, value, unit, verdict }) => {
    const text = value === null ? '-' : unit === 'relative' ? value.median.toExponential(1) : spreadText(value);
    return [name, wanted, text, verdict];
  });
  return markdownTable(['bar', 'wanted', 'median [quartiles]', 'verdict'], rows);
}

function spreadText({ median, lower, upper }: Quartiles): string {
  return `${shortNumber(median)} [${shortNumber(lower)}, ${shortNumber(upper)}]`;
}

/** Three digits that count. */
function shortNumber(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}
