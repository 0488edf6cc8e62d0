import { countLabels, type BackendName, type FeatureSource, type LinearHeadArrays } from '@disalign/core';
import { openFeatureShards, readHeadWeights } from '@disalign/core/node';
import type { NetworkVariant } from '../checkpoints/checkpoint-recipe.js';
import type { FeatureDump } from './feature-dump.js';
import {
  readBalancedFeatures,
  networkName,
  readStageTwoFeatures,
  type CachedNetwork,
  type StageTwoFeatures,
} from './stage-two-features.js';

/** Where the features of one network lie: in the cache of a network that comes with the benchmarks, or in a dump. Plain data. */
export type FeatureOrigin =
  | { readonly kind: 'network'; readonly cached: CachedNetwork; readonly balancedFolder: string | null }
  | { readonly kind: 'dump'; readonly dump: FeatureDump; readonly backend: BackendName };

/** What stage 2 is given. Of the features of a dump only those that are read lie in memory. */
export interface OriginFeatures extends Omit<StageTwoFeatures, 'head'> {
  /** null: the dump has none. */
  readonly head: LinearHeadArrays | null;
  /** null: not there, or not asked for. */
  readonly balanced: FeatureSource | null;
}

/** The backend that computes on these features, what progress calls their network, and its seed; a dump's is 0. */
export function originFacts(origin: FeatureOrigin): {
  readonly backend: BackendName;
  readonly name: string;
  readonly networkSeed: number;
  readonly variant?: NetworkVariant;
} {
  if (origin.kind === 'dump') return { backend: origin.backend, name: origin.dump.name, networkSeed: 0 };
  const { network } = origin.cached;
  const { networkSeed, backend, variant } = network;
  return { backend, name: networkName(network), networkSeed, ...(variant && { variant }) };
}

/**
 * Opens the features of an origin.
 *
 * @throws what opening the files throws
 */
export async function openFeatures(origin: FeatureOrigin): Promise<OriginFeatures> {
  if (origin.kind === 'dump') return openDump(origin.dump);
  const { cached, balancedFolder } = origin;
  const features = await readStageTwoFeatures(cached.network, cached.featuresFolder);
  return { ...features, balanced: balancedFolder === null ? null : await readBalancedFeatures(balancedFolder) };
}

/** @throws RangeError where the parts of a dump are of different sizes */
async function openDump(dump: FeatureDump): Promise<OriginFeatures> {
  const head = dump.head === null ? null : await readHeadWeights(dump.head);
  const open = (pattern: string) => openFeatureShards(pattern, head ? { head } : {});
  const train = await open(dump.train);
  const parts = {
    validation: await open(dump.validation),
    test: await open(dump.test),
    balanced: dump.balanced === null ? null : await open(dump.balanced),
  };
  for (const [name, part] of Object.entries({ ...parts, head })) {
    if (part === null || (part.classes === train.classes && part.featureSize === train.featureSize)) continue;
    throw new RangeError(
      `--${name}: must have ${train.classes} classes and ${train.featureSize} features, as ${dump.train} has, ` +
        `got ${part.classes} and ${part.featureSize}`,
    );
  }
  return { train, ...parts, head, trainCounts: countLabels(await train.labels(), train.classes) };
}
