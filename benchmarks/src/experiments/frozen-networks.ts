import { access } from 'node:fs/promises';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import type { CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';
import type { CacheFeaturesOptions } from './cache-features.js';
import type { FrozenNetwork } from './stage-two-features.js';

/** The networks that are asked for: of each seed that of the experiments, and those of other variants that are wanted and there. */
export async function frozenNetworks(
  dataSet: CheckpointDataSet,
  { networkSeeds, backend, variants = [] }: Pick<CacheFeaturesOptions, 'networkSeeds' | 'backend' | 'variants'>,
): Promise<FrozenNetwork[]> {
  const own = networkSeeds.map((networkSeed): FrozenNetwork => ({ dataSet, networkSeed, backend }));
  const others = variants.flatMap((variant) =>
    networkSeeds.map((networkSeed): FrozenNetwork => ({ dataSet, variant, networkSeed, backend })),
  );
  const areThere = await Promise.all(others.map(isThere));
  return [...own, ...others.filter((_, place) => areThere[place])];
}

async function isThere({ dataSet, networkSeed, variant }: FrozenNetwork): Promise<boolean> {
  return access(checkpointPath(dataSet, networkSeed, variant)).then(
    () => true,
    () => false,
  );
}
