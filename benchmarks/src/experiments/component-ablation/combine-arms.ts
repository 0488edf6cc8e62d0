import { pairedBootstrapOverSeeds, shotGroups, type ShotGroup } from '@disalign/core';
import { runStatistics } from '../run-statistics.js';
import type { ArmAblation, ScoredRun } from './ablate-arm.js';
import { ablationArms } from './ablation-arm.js';
import type { AblationRow, AblationRun, ComponentAblation } from './component-ablation.js';

/** A thousand resamples fix the ends of an interval to a few hundredths of a point. */
const BOOTSTRAP = { seed: 0, resamples: 1000 };

/**
 * The table of several networks' runs: means over all runs, deviations over networks and over stage-2 seeds, and paired
 * intervals of each arm against the first, the baseline.
 *
 * @throws RangeError unless every arm is there, and all were tested on the same rows
 */
export function combineArms(dataSet: string, arms: readonly ArmAblation[]): ComponentAblation {
  const [first] = arms;
  const byArm = ablationArms.map((_, arm) => arms.filter((ablation) => ablation.arm === arm));
  if (first === undefined || byArm.some((networks) => networks.length !== byArm[0].length)) {
    throw new RangeError('combineArms: `arms` must hold every arm, each on every network');
  }
  if (!arms.every(({ testLabels }) => isSame(testLabels, first.testLabels))) {
    throw new RangeError('combineArms: `arms` must be tested on the same rows');
  }
  const groups = shotGroups(first.trainCounts);
  const countOf = (name: ShotGroup) => groups.filter((group) => group === name).length;
  const full = byArm[byArm.length - 1];
  return {
    dataSet,
    classes: first.classes,
    testImages: first.testLabels.length,
    classesByGroup: { many: countOf('many'), medium: countOf('medium'), few: countOf('few') },
    trainAccuracy: full.flatMap(({ trainAccuracy }) => trainAccuracy ?? []),
    rows: byArm.map((networks, arm) => combineNetworks(networks, arm, byArm[0])),
  };
}

/** The row of one arm, from its runs on each network. */
function combineNetworks(
  networks: readonly ArmAblation[],
  arm: number,
  baselines: readonly ArmAblation[],
): AblationRow {
  const { name, trainedParameters } = ablationArms[arm];
  const [{ testLabels, trainCounts }] = networks;
  const pairs = networks.flatMap(({ networkSeed, runs }) => {
    const baseline = baselines.find((other) => other.networkSeed === networkSeed);
    if (!baseline) throw new RangeError(`combineArms: network ${networkSeed} must have a baseline`);
    return runs.map(({ correct }, seed) => ({ reference: baseline.runs[seed].correct, candidate: correct }));
  });
  return {
    arm: name,
    trainedParameters: trainedParameters(networks[0]),
    runs: networks.flatMap(({ runs }) => runs.map(withoutRows)),
    ...runStatistics(networks.map(({ runs }) => runs.map(({ test }) => test))),
    overBaseline:
      networks === baselines
        ? null
        : pairedBootstrapOverSeeds({ labels: testLabels, trainCounts, runs: pairs }, BOOTSTRAP),
  };
}

function withoutRows({ networkSeed, fitSeed, rho, test, validation }: ScoredRun): AblationRun {
  return { networkSeed, fitSeed, rho, test, validation };
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
