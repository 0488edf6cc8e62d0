/**
 * Foreground pixels: the sum of every second run, from the second on.
 *
 * @example
 * import { maskArea } from '@disalign/detection';
 * maskArea({ runs: Uint32Array.of(2, 1, 1) }); // 1
 */
export function maskArea({ runs }: { readonly runs: Uint32Array }): number {
  let area = 0;
  for (let run = 1; run < runs.length; run += 2) area += runs[run];
  return area;
}
