import { access } from 'node:fs/promises';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import { checkpointRecipes, networkVariants, type CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';
import type { CacheFeaturesOptions } from './cache-features.js';
import type { FrozenNetwork } from './stage-two-features.js';

/** The networks that are asked for: of each seed that of the experiments, and where all backbones are wanted those of others that are there. */
export async function frozenNetworks(
  dataSet: CheckpointDataSet,
  {
    networkSeeds,
    backend,
    allBackbones = false,
  }: Pick<CacheFeaturesOptions, 'networkSeeds' | 'backend' | 'allBackbones'>,
): Promise<FrozenNetwork[]> {
  const own = networkSeeds.map((networkSeed): FrozenNetwork => ({ dataSet, networkSeed, backend }));
  if (!allBackbones || checkpointRecipes[dataSet].variants === undefined) return own;
  const others = networkVariants.flatMap((variant) =>
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
