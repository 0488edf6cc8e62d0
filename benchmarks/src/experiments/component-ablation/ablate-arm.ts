import { startBackend, summarizeClassification } from '@disalign/core';
import { openFeatures, originFacts, type FeatureOrigin } from '../feature-origin.js';
import { ablationArms } from './ablation-arm.js';
import type { AblationRun } from './component-ablation.js';
import { runArm } from './run-arm.js';

/** An arm on one network: with each stage-2 seed. */
export interface ArmTask {
  readonly origin: FeatureOrigin;
  /** Place in `ablationArms`. */
  readonly arm: number;
  readonly fitSeeds: readonly number[];
}

/** A run, and which test rows it gets right. */
export interface ScoredRun extends AblationRun {
  /** [N] 1 for correct rows. */
  readonly correct: Uint8Array;
}

/** An arm on one network, and what is known of the data. Plain data, so that it can come from a thread. */
export interface ArmAblation {
  readonly networkSeed: number;
  readonly arm: number;
  readonly classes: number;
  readonly featureSize: number;
  readonly trainCounts: readonly number[];
  /** Share of the training rows, all views, that the network gets right as it is; null where the arm does not look. */
  readonly trainAccuracy: number | null;
  readonly testLabels: Int32Array;
  /** By stage-2 seed. */
  readonly runs: readonly ScoredRun[];
}

/** Runs an arm with every stage-2 seed; rho is chosen with the first seed and kept for the others. */
export async function ablateArm(task: ArmTask, onProgress: (share: number) => void = () => {}): Promise<ArmAblation> {
  const { origin, arm, fitSeeds } = task;
  const { backend, networkSeed } = originFacts(origin);
  await startBackend(backend);
  const features = await openFeatures(origin);
  const { train, test, trainCounts } = features;
  const runs: ScoredRun[] = [];
  let trainAccuracy: number | null = null;
  for (const [i, fitSeed] of fitSeeds.entries()) {
    const outcome = await runArm(features, {
      method: ablationArms[arm].method,
      seed: fitSeed,
      rho: runs[0]?.rho ?? null,
      onProgress: (share) => onProgress((i + share) / fitSeeds.length),
    });
    const { rho, validation, test: scored } = outcome;
    trainAccuracy = outcome.trainAccuracy;
    const { meanClassAccuracy } = summarizeClassification(scored.counts, trainCounts);
    runs.push({ networkSeed, fitSeed, rho, validation, test: meanClassAccuracy, correct: scored.correct });
  }
  const { classes, featureSize } = train;
  const testLabels = await test.labels();
  return { networkSeed, arm, classes, featureSize, trainCounts, trainAccuracy, testLabels, runs };
}
