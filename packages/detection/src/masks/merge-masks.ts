import { boundsOf, mergeBounds, runsOf } from './foreground-intervals.js';
import { checkSameSize, type RunLengthMask } from './run-length-mask.js';

/**
 * Union or intersection of masks of one size. One mask is returned as it is.
 *
 * @throws RangeError when there is none, or their sizes differ
 * @example
 * import { mergeMasks } from '@disalign/detection';
 * const left = { height: 1, width: 3, runs: Uint32Array.of(0, 2, 1) };
 * const right = { height: 1, width: 3, runs: Uint32Array.of(1, 2) };
 * mergeMasks([left, right], 'intersection').runs; // [1, 1, 1]
 */
export function mergeMasks(masks: readonly RunLengthMask[], how: 'union' | 'intersection'): RunLengthMask {
  if (masks.length === 0) throw new RangeError('mergeMasks: `masks` must hold at least one mask, got none');
  checkSameSize('mergeMasks', masks);
  const [first, ...others] = masks;
  if (others.length === 0) return first;
  const needed = how === 'union' ? 1 : 2;
  const bounds = others.reduce((merged, { runs }) => mergeBounds(merged, boundsOf(runs), needed), boundsOf(first.runs));
  return { height: first.height, width: first.width, runs: runsOf(bounds, first.height * first.width) };
}
