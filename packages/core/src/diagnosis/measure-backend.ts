import * as tf from '@tensorflow/tfjs';
import { isFused } from '../kernels/is-fused.js';
import { ALIGN_KERNEL } from '../kernels/kernel-contract.js';
import { runAlign } from '../kernels/run-align.js';
import type { BackendSpeed } from './backend-speed.js';
import { checkTensors, drawCheckBatch, errorOf } from './check-batch.js';

const FEATURE_SIZE = 2048;
const CLASSES = 1000;
/** The batch of the figures in the documentation, and what is taken where that would take too long. */
const [ROWS, FEW_ROWS] = [512, 32];
/** Sums over hundreds of rows in float32, one after the other, are off by 2e-5; a wrong kernel by a thousand times that. */
const LARGEST_ERROR = 1e-4;

/** Measures loss and gradients on the backend that runs, and compares them with float64, in about `seconds`. */
export async function measureBackend(seconds: number): Promise<BackendSpeed> {
  const few = await timeRuns(FEW_ROWS, 0);
  const estimate = (few.milliseconds * ROWS) / FEW_ROWS;
  // Half of the time goes to drawing the batch and to its check on the host.
  const milliseconds = 500 * seconds;
  const timed = await timeRuns(3 * estimate < milliseconds ? ROWS : FEW_ROWS, milliseconds);
  return {
    kernel: isFused(ALIGN_KERNEL) ? 'fused' : 'composed',
    sizes: [timed.rows, FEATURE_SIZE, CLASSES],
    firstMilliseconds: few.firstMilliseconds,
    milliseconds: timed.milliseconds,
    runs: timed.runs,
    rowsPerSecond: timed.rows / (timed.milliseconds / 1000),
    error: timed.error,
    isCorrect: timed.error < LARGEST_ERROR,
  };
}

/** Each run ends when its values are on the host, as a step of a fit does. */
async function timeRuns(rows: number, atLeast: number) {
  const check = drawCheckBatch(rows, FEATURE_SIZE, CLASSES);
  const tensors = checkTensors(check);
  const times: number[] = [];
  const begin = performance.now();
  let values: Float32Array;
  do {
    const start = performance.now();
    const output = runAlign(tensors);
    values = (await output.data()) as Float32Array;
    times.push(performance.now() - start);
    output.dispose();
  } while (times.length < 3 || performance.now() - begin < atLeast);
  tf.dispose({ ...tensors });
  const [firstMilliseconds, ...later] = times;
  return { rows, firstMilliseconds, milliseconds: median(later), runs: later.length, error: errorOf(values, check) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
