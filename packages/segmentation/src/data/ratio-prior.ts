import type { ClassInfo } from './class-info.js';

/**
 * The class prior of the authors' code: the column Ratio of objectInfo150, in units of 0.0001, so that core's `classWeights` takes it
 * as counts. Four decimals are coarse for rare classes: against exact pixel counts the weights move by 4.8 % at most (rho 0.2).
 *
 * @param classes [K] rows of the table
 * @returns [K] integers; none is 0 in ADE20K
 * @example
 * import { classWeights } from '@disalign/core';
 * import { ratioPrior, type ClassInfo } from '@disalign/segmentation';
 * const row = { synonyms: [], trainImages: 1, validationImages: 1, stuff: null };
 * const classes: ClassInfo[] = [{ ...row, name: 'wall', ratio: 0.1576 }, { ...row, name: 'flag', ratio: 0.0002 }];
 * classWeights(ratioPrior(classes), { rho: 0.2, normalization: 'classes' });
 */
export function ratioPrior(classes: readonly Pick<ClassInfo, 'ratio'>[]): number[] {
  return classes.map(({ ratio }) => Math.round(ratio * 1e4));
}
