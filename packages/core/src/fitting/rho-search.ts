import type { RhoCandidate } from './fit-state.js';

/**
 * How `rho: 'auto'` goes over 0, 0.1, ... 3: `grid` tries all 31; `coarse-to-fine` tries 0, 0.5, ... 3 and then the rest within
 * 0.4 of the best of these, at most 15, which finds the same where the validation score over rho has one hump.
 */
export type RhoSearch = 'grid' | 'coarse-to-fine';

const GRID: readonly number[] = Array.from({ length: 31 }, (_, i) => i / 10);
const COARSE: readonly number[] = GRID.filter((_, i) => i % 5 === 0);
const FINE_RADIUS = 0.4;

/** The rho to try after these candidates; null when the search is over. */
export function nextRho(search: RhoSearch, candidates: readonly RhoCandidate[]): number | null {
  return plannedRhos(search, candidates)[candidates.length] ?? null;
}

/** All values of the search in order, as far as the candidates so far settle them. */
export function plannedRhos(search: RhoSearch, candidates: readonly RhoCandidate[]): readonly number[] {
  if (search === 'grid') return GRID;
  if (candidates.length < COARSE.length) return COARSE;
  const centre = bestRho(candidates.slice(0, COARSE.length)) ?? 0;
  // Half a step more than the radius, as 0.1 is no binary fraction.
  const fine = GRID.filter((rho) => !COARSE.includes(rho) && Math.abs(rho - centre) < FINE_RADIUS + 0.05);
  return [...COARSE, ...fine];
}

/** The rho with the best validation score, the smallest of equals; null if every candidate failed. */
export function bestRho(candidates: readonly RhoCandidate[]): number | null {
  let best: { rho: number; score: number } | null = null;
  for (const { rho, validationScore: score } of candidates) {
    if (score === null) continue;
    if (best === null || score > best.score || (score === best.score && rho < best.rho)) {
      best = { rho, score };
    }
  }
  return best && best.rho;
}
