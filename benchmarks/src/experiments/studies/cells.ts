import type { BootstrapInterval, ByShotGroup } from '@disalign/core';
import type { Cell } from '@disalign/report';
import type { RunStatistics } from '../run-statistics.js';

/** The mean accuracy of a group in percent with its deviation over networks; null where the group has no class. */
export function accuracyCell({ mean, deviationOverNetworks }: RunStatistics, group: keyof ByShotGroup<unknown>): Cell {
  const share = mean[group];
  const deviation = deviationOverNetworks[group];
  if (share === null) return null;
  return { mean: 100 * share, ...(deviation !== null && { deviation: 100 * deviation }) };
}

/** A difference in percentage points with its interval. */
export function differenceCell(interval: BootstrapInterval | null): Cell {
  if (interval === null) return null;
  const { estimate, lower, upper } = interval;
  return { mean: 100 * estimate, interval: [100 * lower, 100 * upper] };
}
