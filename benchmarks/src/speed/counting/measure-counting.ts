import { runRounds, type RunRoundsOptions } from '../rounds/run-rounds.js';
import { contestantKey, type Timing } from '../rounds/timing.js';
import { countsContestant } from './counts-contestant.js';
import { confusionOf, countedMaps, type CountedMaps, type CountingTask } from './counting-task.js';
import { drawLabelMaps } from './draw-label-maps.js';
import { startNumpyPeer, type NumpyPeer } from './start-numpy-peer.js';

/** How long each contestant needs for an image. */
export interface CountingResult {
  readonly maps: CountedMaps;
  /** Of an image. */
  readonly pixels: number;
  readonly timings: readonly Timing[];
}

/** What is measured, and with which Python. */
export interface MeasureCountingOptions extends Omit<RunRoundsOptions, 'mostIterations'> {
  /** Of an image, in pixels. */
  readonly side: number;
  /** null: without numpy. */
  readonly python: string | null;
}

/** More than caches hold, with the predictions: 8 MB at 512 x 512. */
const IMAGES = 16;

/** Counts confusions of label maps by ours and by numpy, in turns; everyone is checked, count by count, before it is timed. */
export async function measureCounting(
  options: MeasureCountingOptions,
): Promise<{ results: CountingResult[]; peers: string[] }> {
  const { side, python, onProgress } = options;
  const numpy = python === null ? null : await startNumpyPeer(python);
  try {
    const results: CountingResult[] = [];
    for (const [index, maps] of countedMaps.entries()) {
      const task = { maps, images: await drawLabelMaps(maps, { images: IMAGES, side }) };
      const timings = await timeTask(task, numpy, {
        ...options,
        onProgress: (text, share) => onProgress(`${maps}, ${text}`, (index + share) / countedMaps.length),
      });
      results.push({ maps, pixels: side * side, timings });
    }
    return { results, peers: numpy ? [numpy.description] : [] };
  } finally {
    await numpy?.close();
  }
}

async function timeTask(
  task: CountingTask,
  numpy: NumpyPeer | null,
  options: Omit<RunRoundsOptions, 'mostIterations'>,
): Promise<Timing[]> {
  const expected = confusionOf(task.images[0]);
  const started = [];
  for (const contestant of [countsContestant(), ...(numpy?.contestants ?? [])]) {
    const firstMilliseconds = await contestant.run(task, 1);
    const found = await contestant.values(task);
    if (found?.length !== expected.length || expected.some((count, cell) => count !== found[cell])) {
      throw new Error(`${contestantKey(contestant)} counts ${task.maps} otherwise than a plain loop`);
    }
    started.push({ contestant, firstMilliseconds });
  }
  return runRounds(started, task, { ...options, mostIterations: Infinity });
}
