import { foregroundIntervals } from './foreground-intervals.js';
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
  return masks.reduce((merged, mask) => mergeTwo(merged, mask, how === 'union' ? 1 : 2));
}

/** A pixel is foreground where at least `needed` of both are: sweeps over the bounds of both at once. */
function mergeTwo(a: RunLengthMask, b: RunLengthMask, needed: number): RunLengthMask {
  const first = foregroundIntervals(a).bounds;
  const second = foregroundIntervals(b).bounds;
  const runs = new Uint32Array(first.length + second.length + 1);
  const end = a.height * a.width;
  let used = 0;
  let last = 0;
  let foreground = false;
  for (let i = 0, j = 0; i < first.length || j < second.length;) {
    const position = Math.min(i < first.length ? first[i] : end, j < second.length ? second[j] : end);
    if (i < first.length && first[i] === position) i++;
    if (j < second.length && second[j] === position) j++;
    const now = (i & 1) + (j & 1) >= needed;
    if (now === foreground) continue;
    runs[used++] = position - last;
    last = position;
    foreground = now;
  }
  // As the reference does, a mask that ends in foreground has no empty run behind it.
  if (last < end || used === 0) runs[used++] = end - last;
  return { height: a.height, width: a.width, runs: runs.slice(0, used) };
}
