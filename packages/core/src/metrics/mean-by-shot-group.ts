import { meanUnderPrior } from './accuracy-under-prior.js';
import { mapShotGroups } from './map-shot-groups.js';
import type { ByShotGroup, ShotGroup } from './shot-groups.js';

/**
 * Mean over the classes that have a value (null: none), over all classes and by group, weighed by a prior [K] where one is
 * given; null where no class has a value.
 */
export function meanByShotGroup(
  values: readonly (number | null)[],
  groups: readonly ShotGroup[],
  prior: ArrayLike<number> = new Float64Array(values.length).fill(1),
): ByShotGroup<number | null> {
  return mapShotGroups((group) => {
    const ofGroup = values.map((value, k) => (group === 'overall' || groups[k] === group ? value : null));
    return meanUnderPrior(ofGroup, prior);
  });
}
