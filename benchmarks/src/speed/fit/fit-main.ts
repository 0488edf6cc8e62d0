// Fits once in a process of its own, whose memory is then known: fit-main.js REQUEST, a FitRequest as JSON.
import { featureStatistics, fitCalibration, startBackend } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { enableRelaxedSimd } from '../enable-relaxed-simd.js';
import { fitRates, type FitShape } from './fit-shape.js';
import type { FitReport } from './fit-report.js';
import { seededSource } from './seeded-source.js';

export interface FitRequest {
  readonly shape: FitShape;
  readonly threads: number;
  /** null: rows that are computed when they are read. */
  readonly shards: readonly string[] | null;
  /** Turns on relaxed SIMD where the engine has it behind a flag. */
  readonly relaxed: boolean;
}

const { shape, threads, shards, relaxed } = JSON.parse(process.argv[2]) as FitRequest;
enableRelaxedSimd(relaxed);
await startBackend('wasm');
await featureStatistics(seededSource({ ...shape, rows: 2 }));
const idleBytes = process.memoryUsage.rss();
const start = performance.now();
let firstStep = 0;
const train = shards === null ? seededSource(shape) : await openFeatureShards(shards);
const { learningRate, momentum, rho } = fitRates;
const { epochs, batchSize } = shape;
const { history, kernel } = await fitCalibration(
  { train },
  {
    threads,
    onProgress: () => (firstStep ||= performance.now()),
    settings: {
      rho,
      zeroCounts: 'as-one',
      validationFraction: 0,
      optimizer: { kind: 'sgd', epochs, batchSize, learningRate, momentum, schedule: { kind: 'constant' } },
    },
  },
);
const report: FitReport = {
  seconds: (performance.now() - start) / 1000,
  preparingSeconds: (firstStep - start) / 1000,
  loss: history.at(-1)?.loss ?? NaN,
  idleBytes,
  peakBytes: 1024 * process.resourceUsage().maxRSS,
  kernel,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
