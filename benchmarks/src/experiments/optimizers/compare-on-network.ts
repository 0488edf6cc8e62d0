import { fitCalibration, type FitResult } from '@disalign/core';
import { stageTwoFeatures, type FrozenNetwork, type StageTwoFeatures } from '../stage-two-features.js';
import { comparedOptimizers, comparedRhos, type ComparedOptimizer, type OptimizerRun } from './optimizer-comparison.js';

/** Fits the full calibration to one network in every compared way. */
export async function compareOnNetwork(
  network: FrozenNetwork,
  onProgress: (text: string, share: number) => void = () => {},
): Promise<OptimizerRun[]> {
  const features = await stageTwoFeatures(network, (share) => onProgress('features', 0.2 * share));
  const names = Object.keys(comparedOptimizers) as ComparedOptimizer[];
  const runs: OptimizerRun[] = [];
  for (const [i, optimizer] of names.entries()) {
    const fits: { rho: number; validation: number; seconds: number }[] = [];
    for (const [j, rho] of comparedRhos.entries()) {
      const start = performance.now();
      const result = await fitFull(features, optimizer, rho);
      fits.push({ rho, validation: validationOf(result), seconds: (performance.now() - start) / 1000 });
      onProgress(optimizer, 0.2 + (0.8 * (i + (j + 1) / comparedRhos.length)) / names.length);
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
