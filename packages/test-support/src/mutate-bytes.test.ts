import { describe, expect, it } from 'vitest';
import { mutateBytes } from './mutate-bytes.js';

/** A linear congruential generator: enough to draw changes with. */
function seeded(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

describe('mutateBytes', () => {
  const original = Buffer.from('{"shape": [12, 345]}');

  it('makes copies of many kinds, the same for the same draws, and leaves the original alone', () => {
    const kept = original.toString();
    const mutants = Array.from({ length: 500 }, (_, seed) => mutateBytes(original, seeded(seed)));
    expect(original.toString()).toBe(kept);
    expect(mutateBytes(original, seeded(3))).toEqual(mutants[3]);
    expect(new Set(mutants.map(String)).size).toBeGreaterThan(250);
    expect(mutants.some(({ length }) => length < original.length)).toBe(true);
    expect(mutants.some(({ length }) => length > original.length)).toBe(true);
    expect(mutants.some((mutant) => mutant.length === original.length && Buffer.compare(mutant, original) !== 0)).toBe(
      true,
    );
  });

  it('takes an empty file', () => {
    for (let seed = 0; seed < 50; seed++) expect(mutateBytes(new Uint8Array(0), seeded(seed))).toHaveLength(0);
  });
});
