import type { BootstrapInterval } from '@disalign/core';
import type { LongTailGroup } from '@disalign/segmentation';
import { mean } from '../mean.js';
import { deviation } from '../run-statistics.js';
import { bootstrapImages } from './bootstrap-images.js';
import type { ArmOutcome, SegmentationOutcome } from './run-segmentation-arms.js';
import { mapScores, segmentationScores, type ScoreName, type SegmentationScores } from './segmentation-scores.js';

/** An arm over all networks of a head. Scores as shares. */
export interface SegmentationRow {
  readonly arm: string;
  /** Chosen for each network; empty where there is none to choose. */
  readonly strengths: readonly number[];
  /** Test scores of each network. */
  readonly runs: readonly SegmentationScores[];
  readonly mean: SegmentationScores;
  /** Standard deviation (n - 1) over networks; null for one network. */
  readonly deviation: SegmentationScores | null;
  /** Test scores minus the baseline's, with paired 95 % intervals over images; null for the baseline. */
  readonly overBaseline: Readonly<Record<ScoreName, BootstrapInterval>> | null;
  /** By strength, on the selection split: means over networks. */
  readonly sweep: readonly { readonly strength: number | null; readonly scores: SegmentationScores }[];
}

/** What the arms do to the networks of one head. */
export interface SegmentationComparison {
  readonly trainAccuracy: readonly number[];
  readonly trainPixels: number;
  readonly selectionImages: number;
  readonly testImages: number;
  readonly rows: readonly SegmentationRow[];
}

/** A thousand resamples fix the ends of an interval to a few hundredths of a point. */
const RESAMPLES = 1000;

/** The table of the networks of one head: means, deviations, and intervals of each arm against the first. */
export function combineOutcomes(
  networks: readonly SegmentationOutcome[],
  groups: readonly LongTailGroup[],
): SegmentationComparison {
  const [{ trainPixels, selectionImages, arms }] = networks;
  const outcomesOf = (arm: number) => networks.map((network) => network.arms[arm]);
  return {
    trainAccuracy: networks.map(({ trainAccuracy }) => trainAccuracy),
    trainPixels,
    selectionImages,
    testImages: arms[0].test.length,
    rows: arms.map((_, arm) => combineArm(outcomesOf(arm), outcomesOf(0), groups)),
  };
}

function combineArm(
  outcomes: readonly ArmOutcome[],
  baselines: readonly ArmOutcome[],
  groups: readonly LongTailGroup[],
): SegmentationRow {
  const runs = outcomes.map(({ test }) => segmentationScores(test, groups));
  const overNetworks = (statistic: (values: readonly number[]) => number) =>
    mapScores((name) => statistic(runs.map((scores) => scores[name])));
  const pairs = outcomes.map(({ test }, network) => ({ reference: baselines[network].test, candidate: test }));
  return {
    arm: outcomes[0].arm,
    strengths: outcomes.flatMap(({ strength }) => strength ?? []),
    runs,
    mean: overNetworks(mean),
    deviation: runs.length > 1 ? overNetworks(deviation) : null,
    overBaseline:
      outcomes[0].arm === baselines[0].arm ? null : bootstrapImages(pairs, { groups, seed: 0, resamples: RESAMPLES }),
    sweep: outcomes[0].sweep.map(({ strength }, place) => ({
      strength,
      scores: mapScores((name) => mean(outcomes.map(({ sweep }) => sweep[place].scores[name]))),
    })),
  };
}
