import { describe, expect, it } from 'vitest';
import type { RhoCandidate } from './fit-state.js';
import { bestRho, nextRho, type RhoSearch } from './rho-search.js';

/** Runs a search to its end on an accuracy that is a function of rho. */
function search(kind: RhoSearch, accuracyOf: (rho: number) => number | null): RhoCandidate[] {
  const candidates: RhoCandidate[] = [];
  for (let rho = nextRho(kind, candidates); rho !== null; rho = nextRho(kind, candidates)) {
    candidates.push({ rho, validationScore: accuracyOf(rho) });
  }
  return candidates;
}

const hump = (centre: number) => (rho: number) => 1 - (rho - centre) ** 2 / 10;
const grid = Array.from({ length: 31 }, (_, i) => i / 10);

describe('the search for rho', () => {
  it('tries all of 0, 0.1, ... 3 on the grid', () => {
    expect(search('grid', hump(1)).map(({ rho }) => rho)).toEqual(grid);
  });

  it('tries 0, 0.5, ... 3 first when it goes from coarse to fine, then around the best', () => {
    const rhos = search('coarse-to-fine', hump(1.2)).map(({ rho }) => rho);
    expect(rhos).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4]);
  });

  it.each(grid)('finds a hump at %s either way', (centre) => {
    expect(bestRho(search('grid', hump(centre)))).toBe(centre);
    expect(bestRho(search('coarse-to-fine', hump(centre)))).toBe(centre);
  });

  it('takes the smallest rho of equals, in whatever order they were tried', () => {
    const candidates = [2, 1, 3].map((rho) => ({ rho, validationScore: 0.5 }));
    expect(bestRho(candidates)).toBe(1);
  });

  it('goes on past a candidate that failed, and has no best where all did', () => {
    expect(bestRho(search('coarse-to-fine', (rho) => (rho === 1 ? null : hump(1.2)(rho))))).toBe(1.2);
    expect(search('grid', () => null)).toHaveLength(31);
    expect(bestRho(search('grid', () => null))).toBeNull();
  });
});
