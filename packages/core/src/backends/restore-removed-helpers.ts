/** Node 23 removed two helpers of its module `util` that tfjs-node 4.22.0 calls. Puts back those that are missing. */
export function restoreRemovedHelpers(util: object): void {
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  if (!('isArray' in util)) Object.assign(util, { isArray: Array.isArray });
}
