import type { ByShotGroup } from '@disalign/core';
import { mean } from './mean.js';

/** What several runs on several networks come to. Accuracies as shares; null for a group without classes, or the deviation of one value. */
export interface RunStatistics {
  readonly mean: ByShotGroup<number | null>;
  /** Standard deviation (n - 1) of the means of the networks. */
  readonly deviationOverNetworks: ByShotGroup<number | null>;
  /** Root of the mean variance over stage-2 seeds within a network. */
  readonly deviationOverFits: ByShotGroup<number | null>;
}

type Group = keyof ByShotGroup<unknown>;

/** Mean and both deviations of accuracies: for each network those of its stage-2 seeds. */
export function runStatistics(networks: readonly (readonly ByShotGroup<number | null>[])[]): RunStatistics {
  const valuesOf = (runs: readonly ByShotGroup<number | null>[], group: Group) => runs.map((run) => run[group] ?? NaN);
  const meansOf = (group: Group) => networks.map((runs) => mean(valuesOf(runs, group)));
  return {
    mean: byGroup((group) => mean(meansOf(group))),
    deviationOverNetworks: byGroup((group) => deviation(meansOf(group))),
    deviationOverFits: byGroup((group) =>
      Math.sqrt(mean(networks.map((runs) => deviation(valuesOf(runs, group)) ** 2))),
    ),
  };
}

/** null for a group without classes, or a deviation of a single value. */
function byGroup(valueOf: (group: Group) => number): ByShotGroup<number | null> {
  const value = (group: Group) => {
    const number = valueOf(group);
    return Number.isNaN(number) ? null : number;
  };
  return { overall: value('overall'), many: value('many'), medium: value('medium'), few: value('few') };
}

/** With n - 1; NaN for a single value. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
