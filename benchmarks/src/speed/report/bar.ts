import type { Quartiles } from '../rounds/quartiles.js';

/** What is demanded of a figure. */
export interface Bar {
  readonly name: string;
  readonly wanted: string;
  /** Null where what it needs was not measured. */
  readonly value: Quartiles | null;
  readonly unit: 'times' | 'MB' | 'relative';
  readonly verdict: 'pass' | 'out of reach' | 'not measured';
}

/** A bar that a figure is to reach. */
export function atLeast(name: string, least: number, value: Quartiles | null): Bar {
  const passes = value !== null && value.median >= least;
  return { name, wanted: `at least ${least}`, value, unit: 'times', verdict: verdictOf(value, passes) };
}

/** A bar that a figure is to stay under. */
export function atMost(name: string, most: number, value: Quartiles | null, unit: Bar['unit']): Bar {
  const passes = value !== null && value.median <= most;
  return { name, wanted: `at most ${most}`, value, unit, verdict: verdictOf(value, passes) };
}

/** Whether what was measured, if it was, passes. */
export function verdictOf(value: Quartiles | null, passes: boolean): Bar['verdict'] {
  if (value === null) return 'not measured';
  return passes ? 'pass' : 'out of reach';
}
