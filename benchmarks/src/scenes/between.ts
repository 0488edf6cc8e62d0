import type { Random } from '@disalign/core';

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.nextFloat();
}
