import { createRandom } from '@disalign/core';
import { besideBusyCore } from './beside-busy-core.js';
import { dropPageCache } from './drop-page-cache.js';
import type { FitReport } from './fit-report.js';
import type { FitShape } from './fit-shape.js';
import { fitOurs, fitWithTorch } from './run-fit-process.js';
import { writeFitShards } from './write-fit-shards.js';

/**
 * Where the rows come from: files that the system has in memory, files it has forgotten, or a seed; `busy`: the first, while
 * another process keeps a core busy.
 */
export type RowOrigin = 'hot' | 'cold' | 'generator' | 'busy';

/** One fit. */
export interface FitRun extends FitReport {
  readonly name: string;
  readonly origin: RowOrigin;
  readonly round: number;
  readonly rows: number;
  readonly threads: number;
  /** Rows times epochs, over the time of the steps. */
  readonly rowsPerSecond: number;
}

export interface FitResult {
  readonly shape: FitShape;
  readonly runs: readonly FitRun[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

export interface MeasureFitsOptions {
  readonly shape: FitShape;
  /** Rows of the fit whose rows are computed; 0: none. */
  readonly generatorRows: number;
  readonly rounds: number;
  readonly threads: number;
  readonly relaxed: boolean;
  readonly cache: string;
  readonly python: string | null;
  readonly origins: readonly Exclude<RowOrigin, 'generator'>[];
  readonly signal: AbortSignal;
  readonly onProgress: (text: string, share: number) => void;
}

/** What our fits are called. */
export const OURS = 'fitCalibration';

/** The variants of PyTorch that fit: as written, and the fastest with autograd. */
const torchFits = ['eager', 'addcmul', 'compile'];

interface PlannedFit {
  readonly name: string;
  readonly origin: RowOrigin;
  readonly threads: number;
  readonly fit: () => Promise<FitReport>;
  readonly rows: number;
}

/** Whole fits in turns: ours and PyTorch's from the same shards, and ours from rows that are computed. */
export async function measureFits(options: MeasureFitsOptions): Promise<FitResult> {
  const { shape, rounds, cache, python, signal, onProgress } = options;
  onProgress('writing shards', 0);
  const shards = await writeFitShards(cache, shape);
  const canForget = options.origins.includes('cold') && (await dropPageCache(shards, python));
  const origins = options.origins.filter((origin) => origin !== 'cold' || canForget);
  const plan = planFits(options, shards, origins);
  const runs: FitRun[] = [];
  const notes = canForget === options.origins.includes('cold') ? [] : ['Cold fits: the page cache cannot be dropped.'];
  for (let round = 0; round < rounds; round++) {
    const order = createRandom(19, round).shuffle(plan.map((_, index) => index));
    for (const index of order) {
      const { name, origin, threads, fit, rows } = plan[index];
      signal.throwIfAborted();
      onProgress(`round ${round + 1} of ${rounds}, ${name} ${origin}`, runs.length / (rounds * plan.length));
      if (origin === 'cold') await dropPageCache(shards, python);
      try {
        const report = await fit();
        const rowsPerSecond = (rows * shape.epochs) / (report.seconds - report.preparingSeconds);
        runs.push({ ...report, name, origin, round, rows, threads, rowsPerSecond });
      } catch (error) {
        signal.throwIfAborted();
        notes.push(`${name} ${origin}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      }
    }
  }
  return { shape, runs, notes };
}

function planFits(options: MeasureFitsOptions, shards: readonly string[], origins: readonly RowOrigin[]): PlannedFit[] {
  const { shape, generatorRows, threads, relaxed, python, signal } = options;
  const request = { shape, threads, relaxed, shards };
  const { rows } = shape;
  const ours = (count: number) => () => fitOurs({ ...request, threads: count }, signal);
  const plan = origins.flatMap((origin): PlannedFit[] => {
    const planned = { origin, rows, threads };
    if (origin === 'busy') {
      return [1, 2].map((count) => {
        return { ...planned, name: OURS, threads: count, fit: () => besideBusyCore(ours(count)) };
      });
    }
    return [
      { ...planned, name: OURS, fit: ours(threads) },
      ...(python === null ? [] : torchFits).map((variant) => ({
        ...planned,
        name: `PyTorch ${variant}`,
        fit: () => fitWithTorch(python ?? '', { ...request, variant }, signal),
      })),
    ];
  });
  if (generatorRows === 0) return plan;
  const generated = { ...request, shape: { ...shape, rows: generatorRows }, shards: null };
  const fit = () => fitOurs(generated, signal);
  return [...plan, { name: OURS, origin: 'generator', rows: generatorRows, threads, fit }];
}
