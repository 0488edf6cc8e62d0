import { summarizeClassification } from '@disalign/core';
import { ablationArms } from './ablation-arm.js';
import type { AblationRun } from './component-ablation.js';
import { runArm } from './run-arm.js';
import { stageTwoFeatures, type FrozenNetwork } from '../stage-two-features.js';

/** A network and the stage-2 seeds to fit it with. */
export interface AblationTask extends FrozenNetwork {
  readonly fitSeeds: readonly number[];
}

/** A run, and which test rows it gets right. */
export interface ScoredRun extends AblationRun {
  /** [N] 1 for correct rows. */
  readonly correct: Uint8Array;
}

/** All arms on one network. Plain data, so that it can come from a worker thread. */
export interface NetworkAblation {
  readonly networkSeed: number;
  readonly classes: number;
  readonly featureSize: number;
  readonly trainCounts: readonly number[];
  /** Share of the training rows, all views, that the network gets right as it is. */
  readonly trainAccuracy: number;
  readonly testLabels: Int32Array;
  /** By arm, in the order of `ablationArms`. */
  readonly runs: readonly (readonly ScoredRun[])[];
}

/** Share of the work that is running the network over the images. */
const FEATURES_SHARE = 0.4;

/** Runs every arm on one network, with every stage-2 seed; rho is chosen with the first seed and kept for the others. */
export async function ablateNetwork(
  task: AblationTask,
  onProgress: (text: string, share: number) => void = () => {},
): Promise<NetworkAblation> {
  const features = await stageTwoFeatures(task, (share) => onProgress('features', FEATURES_SHARE * share));
  const { train, test, trainCounts } = features;
  const runs: ScoredRun[][] = [];
  let trainAccuracy = 0;
  for (const [i, { name, method }] of ablationArms.entries()) {
    const armRuns: ScoredRun[] = [];
    for (const [s, fitSeed] of task.fitSeeds.entries()) {
      const share = (done: number) => (i + (s + done) / task.fitSeeds.length) / ablationArms.length;
      const outcome = await runArm(features, {
        method,
        seed: fitSeed,
        rho: armRuns[0]?.rho ?? null,
        onProgress: (done) => onProgress(name, FEATURES_SHARE + (1 - FEATURES_SHARE) * share(done)),
      });
      const { rho, validation, test: scored } = outcome;
      const { meanClassAccuracy } = summarizeClassification(scored.counts, trainCounts);
      trainAccuracy = outcome.trainAccuracy ?? trainAccuracy;
      const { networkSeed } = task;
      armRuns.push({ networkSeed, fitSeed, rho, validation, test: meanClassAccuracy, correct: scored.correct });
    }
    runs.push(armRuns);
  }
  return {
    networkSeed: task.networkSeed,
    classes: train.classes,
    featureSize: train.featureSize,
    trainCounts,
    trainAccuracy,
    testLabels: await test.labels(),
    runs,
  };
}
