import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { differenceText } from './difference-text.js';
import { percentText } from './percent-text.js';
import { rhoText } from './rho-text.js';

/**
 * The texts of an ablation's table, a row for each arm: arm, trained numbers, rho, the four test accuracies (overall, many, medium,
 * few), and overall and few minus the baseline's with their 95 % intervals. Tables differ in the headings alone.
 */
export function ablationCells({ rows }: ComponentAblation): string[][] {
  return rows.map(({ arm, trainedParameters, runs, mean, overBaseline }) => [
    arm,
    trainedParameters.toLocaleString('en-US'),
    rhoText(runs),
    percentText(mean.overall),
    percentText(mean.many),
    percentText(mean.medium),
    percentText(mean.few),
    differenceText(overBaseline?.overall ?? null),
    differenceText(overBaseline?.few ?? null),
  ]);
}
