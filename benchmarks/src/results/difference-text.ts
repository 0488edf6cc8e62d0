import type { BootstrapInterval } from '@disalign/core';

/** A difference of two shares and its interval, in percentage points: `+5.5 [+4.1, +6.9]`; `-` where there is none. */
export function differenceText(interval: BootstrapInterval | null): string {
  if (interval === null) return '-';
  const { estimate, lower, upper } = interval;
  return `${pointsText(estimate)} [${pointsText(lower)}, ${pointsText(upper)}]`;
}

/** With its sign, which what is rounded to zero has none of. */
function pointsText(share: number): string {
  const digits = Math.abs(100 * share).toFixed(1);
  if (digits === '0.0') return digits;
  return `${share < 0 ? '-' : '+'}${digits}`;
}
