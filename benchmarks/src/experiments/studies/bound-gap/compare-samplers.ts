import { pairedBootstrapOverSeeds, type BootstrapIntervals } from '@disalign/core';
import { samplerVariants, type SamplerVariant } from '../../../checkpoints/checkpoint-recipe.js';
import type { MeasuredMethod, MethodRun } from '../../methods/method-run.js';
import { runStatistics, type RunStatistics } from '../../run-statistics.js';
import { findRuns } from '../find-runs.js';
import { BOOTSTRAP, pairRuns } from '../method-comparison/compare-methods.js';
import type { Findings } from '../study.js';

/** Networks that were trained with one sampler. */
export interface SamplerRow {
  readonly sampler: 'instance-balanced' | SamplerVariant;
  readonly networks: number;
  /** With the heads they were trained with. */
  readonly joint: RunStatistics;
  /** With heads trained on the balanced full data set. */
  readonly bound: RunStatistics;
  /**
   * Accuracy of their bounds minus that of instance-balanced networks of the same seeds, 95 % paired intervals over test rows; null for these.
   */
  readonly boundOverInstance: BootstrapIntervals | null;
}

/** Every sampler that there are networks of, the instance-balanced one first; empty without bounds, or without another sampler. */
export function compareSamplers({ subject, measured }: Findings): SamplerRow[] {
  const rows = [undefined, ...samplerVariants].flatMap((variant): SamplerRow[] => {
    const own = measured.filter((one) => one.variant === variant);
    const [joint, bound] = (['joint', 'empirical-bound'] as const).map((method) => findRuns(own, { method }));
    if (joint.length === 0 || bound.length === 0) return [];
    return [
      {
        sampler: variant ?? 'instance-balanced',
        networks: bound.length,
        joint: statisticsOf(joint),
        bound: statisticsOf(bound),
        boundOverInstance: variant ? overInstance(own, { subject, measured }) : null,
      },
    ];
  });
  return rows.length > 1 ? rows : [];
}

function overInstance(own: readonly MeasuredMethod[], { subject, measured }: Findings): BootstrapIntervals {
  const seeds = new Set(own.map(({ networkSeed }) => networkSeed));
  const same = measured.filter(({ variant, networkSeed }) => variant === undefined && seeds.has(networkSeed));
  const [candidates, references] = [own, same].map((networks) => findRuns(networks, { method: 'empirical-bound' }));
  const runs = pairRuns(references, candidates);
  return pairedBootstrapOverSeeds({ labels: own[0].testLabels, trainCounts: subject.trainCounts, runs }, BOOTSTRAP);
}

function statisticsOf(networks: readonly (readonly MethodRun[])[]): RunStatistics {
  return runStatistics(networks.map((runs) => runs.map(({ test }) => test)));
}
