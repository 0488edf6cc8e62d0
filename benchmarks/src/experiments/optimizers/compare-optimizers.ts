import { fitCalibration, scoreCalibration, type FitResult } from '@disalign/core';
import { openFeatures, originFacts, type FeatureOrigin, type OriginFeatures } from '../feature-origin.js';
import {
  comparedNames,
  comparedOptimizers,
  comparedRhos,
  type ComparedOptimizer,
  type OptimizerRun,
} from './optimizer-comparison.js';

/** A run, and which validation rows it gets right. */
export interface ScoredOptimizerRun extends OptimizerRun {
  readonly correct: Uint8Array;
}

/** All ways on one network. Plain data, so that it can come from a thread. */
export interface NetworkComparison {
  readonly validationLabels: Int32Array;
  readonly trainCounts: readonly number[];
  /** In the order of `comparedNames`. */
  readonly runs: readonly ScoredOptimizerRun[];
}

/** Fits the full calibration to one network in every compared way. */
export async function compareOptimizers(
  origin: FeatureOrigin,
  onProgress: (share: number) => void = () => {},
): Promise<NetworkComparison> {
  const features = await openFeatures(origin);
  const runs: ScoredOptimizerRun[] = [];
  for (const [i, optimizer] of comparedNames.entries()) {
    const fits: TimedFit[] = [];
    for (const [j, rho] of comparedRhos.entries()) {
      fits.push(await timeFit(features, optimizer, rho));
      onProgress((i + (j + 1) / comparedRhos.length) / comparedNames.length);
    }
    const best = fits.reduce((a, b) => (b.validation > a.validation ? b : a));
    const { correct } = await scoreCalibration(features.validation, best.calibration);
    const seconds = median(fits.map((fit) => fit.seconds));
    runs.push({
      networkSeed: originFacts(origin).networkSeed,
      rho: best.rho,
      validation: best.validation,
      seconds,
      correct,
    });
  }
  const validationLabels = await features.validation.labels();
  return { validationLabels, trainCounts: features.trainCounts, runs };
}

interface TimedFit extends Pick<FitResult, 'calibration'> {
  readonly rho: number;
  readonly validation: number;
  readonly seconds: number;
}

async function timeFit(features: OriginFeatures, name: ComparedOptimizer, rho: number): Promise<TimedFit> {
  const { train, validation, trainCounts: counts } = features;
  const start = performance.now();
  const settings = { rho, optimizer: comparedOptimizers[name] };
  const { calibration, verdict } = await fitCalibration({ train, validation, counts }, { settings });
  const seconds = (performance.now() - start) / 1000;
  return { calibration, rho, validation: verdict?.calibrated.meanClassAccuracy.overall ?? 0, seconds };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
