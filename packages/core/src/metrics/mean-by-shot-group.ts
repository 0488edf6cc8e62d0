import { mapShotGroups } from './map-shot-groups.js';
import type { ByShotGroup, ShotGroup } from './shot-groups.js';

/** Mean over the classes that have a value (null: none), over all classes and by group; null where no class has one. */
export function meanByShotGroup(
  values: readonly (number | null)[],
  groups: readonly ShotGroup[],
): ByShotGroup<number | null> {
  return mapShotGroups((group) => {
    let sum = 0;
    let classes = 0;
    for (const [k, value] of values.entries()) {
      if (value === null || (group !== 'overall' && groups[k] !== group)) continue;
      sum += value;
      classes++;
    }
    return classes === 0 ? null : sum / classes;
  });
}
