import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Calibration } from '@disalign/core';
import { attachCalibration } from '@disalign/onnx';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TimedNetwork } from './networks.js';

/** Times of a network with and without a calibration, in milliseconds, of runs side by side. */
export interface InferenceTimes {
  readonly original: readonly number[];
  readonly calibrated: readonly number[];
}

export interface MeasureCostOptions {
  /** Runs of each that are timed, after two rounds that are not. */
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onRound: (round: number) => void;
}

const WARM_UP = 2;

/**
 * Runs a network and its calibrated copy by turns; which goes first changes from round to round. The threads of a runtime go on looking for
 * work for a while after a run, and take the processors from whatever runs next: a run is timed behind another one of the same network.
 */
export async function measureCost(
  network: TimedNetwork,
  { rounds, signal, onRound }: MeasureCostOptions,
): Promise<InferenceTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'disalign-inference-'));
  try {
    const paths = { original: join(folder, 'original.onnx'), calibrated: join(folder, 'calibrated.onnx') };
    await writeFile(paths.original, network.build());
    const record = { calibration: drawCalibration(network), classNames: null, fit: null };
    await attachCalibration(paths.original, paths.calibrated, record);
    const sessions = {
      original: await InferenceSession.create(paths.original),
      calibrated: await InferenceSession.create(paths.calibrated),
    };
    const times = { original: [] as number[], calibrated: [] as number[] };
    const input = new Tensor('float32', drawInput(network), network.input);
    for (let round = -WARM_UP; round < rounds; round++) {
      signal.throwIfAborted();
      const order = ['original', 'calibrated'] as const;
      for (const name of round % 2 === 0 ? order : order.toReversed()) {
        await sessions[name].run({ input });
        const start = performance.now();
        await sessions[name].run({ input });
        if (round >= 0) times[name].push(performance.now() - start);
      }
      onRound(round + 1);
    }
    await Promise.all([sessions.original.release(), sessions.calibrated.release()]);
    return times;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** With every part that costs time: magnitudes, margins and a confidence. */
function drawCalibration({ classes, featureSize }: TimedNetwork): Calibration {
  const random = createRandom(classes);
  const draw = (length: number, center: number) => Float64Array.from({ length }, () => center + random.normal() / 10);
  const deviation = new Float64Array(featureSize).fill(1);
  const confidence = { weight: draw(featureSize, 0), bias: 0, mean: new Float64Array(featureSize), deviation };
  return { form: 'blend', scale: draw(classes, 1), bias: draw(classes, 0), confidence };
}

function drawInput({ input }: TimedNetwork): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length: input.reduce((product, size) => product * size, 1) }, () => random.nextFloat());
}
