import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { counted } from './counted.js';

/** The seeds of an ablation, each once, ascending. */
export interface AblationSeeds {
  readonly networks: readonly number[];
  readonly fits: readonly number[];
  /** `3 networks × 2 stage-2 seeds` */
  readonly text: string;
}

/** Which networks and stage-2 seeds an ablation ran over. */
export function ablationSeeds({ rows }: ComponentAblation): AblationSeeds {
  const runs = rows.flatMap((row) => row.runs);
  const networks = ascending(runs.map(({ networkSeed }) => networkSeed));
  const fits = ascending(runs.map(({ fitSeed }) => fitSeed));
  return { networks, fits, text: `${counted(networks.length, 'network')} × ${counted(fits.length, 'stage-2 seed')}` };
}

function ascending(seeds: readonly number[]): number[] {
  return [...new Set(seeds)].sort((a, b) => a - b);
}
