import { pairedBootstrapOverSeeds, shotGroups, type ByShotGroup } from '@disalign/core';
import type { CheckpointDataSet } from '../../checkpoints/checkpoint-recipe.js';
import type { NetworkAblation, ScoredRun } from './ablate-network.js';
import { ablationArms } from './ablation-arm.js';
import type { AblationRow, AblationRun, ComponentAblation } from './component-ablation.js';

/** Seed of the resampling behind the intervals. */
const BOOTSTRAP_SEED = 0;

/**
 * The table of several networks' runs: means over all runs, deviations over networks and over stage-2 seeds, and paired
 * intervals of each arm against the first, the baseline.
 *
 * @throws RangeError unless there is at least one network, and all were tested on the same rows
 */
export function combineNetworks(dataSet: CheckpointDataSet, networks: readonly NetworkAblation[]): ComponentAblation {
  const [first] = networks;
  if (first === undefined) throw new RangeError('combineNetworks: `networks` must hold at least one, got none');
  const isSame = ({ testLabels }: NetworkAblation) =>
    Buffer.compare(bytesOf(testLabels), bytesOf(first.testLabels)) === 0;
  if (!networks.every(isSame)) throw new RangeError('combineNetworks: `networks` must be tested on the same rows');
  const groups = shotGroups(first.trainCounts);
  const countOf = (name: 'many' | 'medium' | 'few') => groups.filter((group) => group === name).length;
  return {
    dataSet,
    classes: first.classes,
    testImages: first.testLabels.length,
    classesByGroup: { many: countOf('many'), medium: countOf('medium'), few: countOf('few') },
    trainAccuracy: networks.map(({ trainAccuracy }) => trainAccuracy),
    rows: ablationArms.map((_, arm) => combineArm(networks, arm)),
  };
}

function combineArm(networks: readonly NetworkAblation[], arm: number): AblationRow {
  const { name, trainedParameters } = ablationArms[arm];
  const byNetwork = networks.map(({ runs }) => runs[arm]);
  const { labels, trainCounts } = { labels: networks[0].testLabels, trainCounts: networks[0].trainCounts };
  const pairs = networks.flatMap(({ runs }) =>
    runs[arm].map(({ correct }, seed) => ({ reference: runs[0][seed].correct, candidate: correct })),
  );
  const isBaseline = arm === 0;
  return {
    arm: name,
    trainedParameters: trainedParameters(networks[0]),
    runs: byNetwork.flat().map(withoutRows),
    mean: byGroup((group) => mean(byNetwork.map((runs) => mean(valuesOf(runs, group))))),
    deviationOverNetworks: byGroup((group) => deviation(byNetwork.map((runs) => mean(valuesOf(runs, group))))),
    deviationOverFits: byGroup((group) => {
      const variances = byNetwork.map((runs) => deviation(valuesOf(runs, group)) ** 2);
      return Math.sqrt(mean(variances));
    }),
    overBaseline: isBaseline
      ? null
      : pairedBootstrapOverSeeds({ labels, trainCounts, runs: pairs }, { seed: BOOTSTRAP_SEED }),
  };
}

function withoutRows({ networkSeed, fitSeed, rho, test, validation }: ScoredRun): AblationRun {
  return { networkSeed, fitSeed, rho, test, validation };
}

/** Accuracies of the runs in one group; NaN where the group has no class. */
function valuesOf(runs: readonly AblationRun[], group: keyof ByShotGroup<unknown>): number[] {
  return runs.map(({ test }) => test[group] ?? NaN);
}

/** null for a group without classes, or a deviation of a single value. */
function byGroup(valueOf: (group: keyof ByShotGroup<unknown>) => number): ByShotGroup<number | null> {
  const value = (group: keyof ByShotGroup<unknown>) => {
    const number = valueOf(group);
    return Number.isNaN(number) ? null : number;
  };
  return { overall: value('overall'), many: value('many'), medium: value('medium'), few: value('few') };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With n - 1; NaN for a single value. */
function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
