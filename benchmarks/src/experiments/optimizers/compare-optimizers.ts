import { fitCalibration, type FitResult } from '@disalign/core';
import { readStageTwoFeatures, type CachedNetwork, type StageTwoFeatures } from '../stage-two-features.js';
import { comparedOptimizers, comparedRhos, type ComparedOptimizer, type OptimizerRun } from './optimizer-comparison.js';

/** Fits the full calibration to one network in every compared way. */
export async function compareOptimizers(
  { network, featuresFolder }: CachedNetwork,
  onProgress: (share: number) => void = () => {},
): Promise<OptimizerRun[]> {
  const features = await readStageTwoFeatures(network, featuresFolder);
  const names = Object.keys(comparedOptimizers) as ComparedOptimizer[];
  const runs: OptimizerRun[] = [];
  for (const [i, optimizer] of names.entries()) {
    const fits: { rho: number; validation: number; seconds: number }[] = [];
    for (const [j, rho] of comparedRhos.entries()) {
      const start = performance.now();
      const result = await fitFull(features, optimizer, rho);
      fits.push({ rho, validation: validationOf(result), seconds: (performance.now() - start) / 1000 });
      onProgress((i + (j + 1) / comparedRhos.length) / names.length);
    }
    const best = fits.reduce((a, b) => (b.validation > a.validation ? b : a));
    const seconds = median(fits.map((fit) => fit.seconds));
    runs.push({ networkSeed: network.networkSeed, optimizer, rho: best.rho, validation: best.validation, seconds });
  }
  return runs;
}

function fitFull(features: StageTwoFeatures, name: ComparedOptimizer, rho: number): Promise<FitResult> {
  const { train, validation, trainCounts: counts } = features;
  return fitCalibration({ train, validation, counts }, { settings: { rho, optimizer: comparedOptimizers[name] } });
}

function validationOf({ verdict }: FitResult): number {
  return verdict?.calibrated.meanClassAccuracy.overall ?? 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
