import type { MethodRun } from '../../methods/method-run.js';
import { mean } from '../../mean.js';

/** [K] accuracy of each class, mean over networks of the means over their stage-2 seeds; null for a class without test rows. */
export function meanClassAccuracy(networks: readonly (readonly MethodRun[])[]): (number | null)[] {
  const [[first]] = networks;
  return first.classAccuracy.map((accuracy, k) =>
    accuracy === null ? null : mean(networks.map((runs) => mean(runs.map((run) => run.classAccuracy[k] ?? NaN)))),
  );
}
