import {
  pairedBootstrapOverSeeds,
  targetShares,
  type BootstrapInterval,
  type BootstrapIntervals,
} from '@disalign/core';
import { comparedMethods, comparedNames, type ComparedName } from '../../methods/compared-methods.js';
import { comparedPriors, type ComparedPrior } from '../../methods/compared-prior.js';
import type { MethodRun } from '../../methods/method-run.js';
import { runStatistics, type RunStatistics } from '../../run-statistics.js';
import { findRuns } from '../find-runs.js';
import type { Findings } from '../study.js';

/** A thousand resamples fix the ends of an interval to a few hundredths of a point. */
export const BOOTSTRAP = { seed: 0, resamples: 1000 };

/** A method under one target prior. */
export interface PriorComparison extends RunStatistics {
  /** Accuracy of DisAlign minus that of the method, 95 % paired intervals over test rows; null for DisAlign. */
  readonly disalignOver: BootstrapIntervals | null;
}

/** A row of the comparison. */
export interface ComparedRow {
  readonly method: ComparedName;
  readonly title: string;
  readonly trainedParameters: number;
  /** The values of each strength under the uniform prior, by network. */
  readonly chosen: Readonly<Record<string, readonly number[]>>;
  readonly byPrior: Readonly<Record<ComparedPrior, PriorComparison>>;
}

/** What an interval of DisAlign's difference says. */
export type Answer = 'beats' | 'ties with' | 'loses to';

export function answerOf({ lower, upper }: BootstrapInterval): Answer {
  if (lower > 0) return 'beats';
  return upper < 0 ? 'loses to' : 'ties with';
}

/** Every method that was measured, in the order of the table, with DisAlign's difference from it on the same networks and rows. */
export function compareMethods({ subject, measured }: Findings): ComparedRow[] {
  const labels = measured[0]?.testLabels;
  return comparedNames.flatMap((method): ComparedRow[] => {
    const uniform = findRuns(measured, { method });
    const first = uniform[0]?.[0];
    if (first === undefined) return [];
    const compareUnder = (prior: ComparedPrior): PriorComparison => {
      const networks = findRuns(measured, { method, prior });
      const reference = findRuns(measured, { method: 'disalign', prior });
      const statistics = runStatistics(networks.map((runs) => runs.map(({ test }) => test)));
      if (method === 'disalign') return { ...statistics, disalignOver: null };
      const classPrior = targetShares(prior, subject.trainCounts);
      const rows = { labels, trainCounts: subject.trainCounts, classPrior, runs: pairRuns(networks, reference) };
      return { ...statistics, disalignOver: pairedBootstrapOverSeeds(rows, BOOTSTRAP) };
    };
    return [
      {
        method,
        title: comparedMethods[method].title,
        trainedParameters: first.trainedParameters,
        chosen: chosenByNetwork(uniform),
        byPrior: byPrior(compareUnder),
      },
    ];
  });
}

/** Each run of DisAlign beside that of the method with the same seeds; a method that has no seed has one run for all. */
export function pairRuns(
  networks: readonly (readonly MethodRun[])[],
  candidates: readonly (readonly MethodRun[])[],
): { reference: Uint8Array; candidate: Uint8Array }[] {
  return candidates.flatMap((runs, network) =>
    runs.map(({ fitSeed, correct }) => {
      const own = networks[network];
      const reference = own.find((run) => run.fitSeed === fitSeed) ?? own[0];
      return { reference: reference.correct, candidate: correct };
    }),
  );
}

function chosenByNetwork(networks: readonly (readonly MethodRun[])[]): Record<string, number[]> {
  const names = Object.keys(networks[0]?.[0]?.chosen ?? {});
  return Object.fromEntries(names.map((name) => [name, networks.map(([run]) => run.chosen[name])]));
}

function byPrior<Value>(valueOf: (prior: ComparedPrior) => Value): Record<ComparedPrior, Value> {
  const [uniform, training, backward] = comparedPriors.map(valueOf);
  return { uniform, training, backward };
}
