import type { ByShotGroup, ShotGroup } from './shot-groups.js';

/** `valueOf` for all classes together and for each shot group. */
export function mapShotGroups<T>(valueOf: (group: ShotGroup | 'overall') => T): ByShotGroup<T> {
  return { overall: valueOf('overall'), many: valueOf('many'), medium: valueOf('medium'), few: valueOf('few') };
}
