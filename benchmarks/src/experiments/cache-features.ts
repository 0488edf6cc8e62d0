import { availableParallelism } from 'node:os';
import type { NetworkVariant } from '../checkpoints/checkpoint-recipe.js';
import { mapConcurrently } from '../workers/map-concurrently.js';
import { resumableFolder } from '../workers/resumable.js';
import { runInWorker } from '../workers/run-in-worker.js';
import type { FeatureOrigin } from './feature-origin.js';
import type { NetworksOptions } from './networks-options.js';
import { frozenNetworks } from './frozen-networks.js';
import { networkName, type FrozenNetwork } from './stage-two-features.js';

export interface CacheFeaturesOptions extends NetworksOptions {
  /** Also the training images without the long tail, for the empirical bound. Default false. */
  readonly balanced?: boolean;
  /** Of these networks too, as far as they come with the benchmarks. Default: of none. */
  readonly variants?: readonly NetworkVariant[];
}

/** Runs each network over its images, unless the features are there from an earlier run; a dump has them. */
export async function cacheFeatures(options: CacheFeaturesOptions): Promise<FeatureOrigin[]> {
  const { subject, backend, balanced = false } = options;
  if (typeof subject !== 'string') return [{ kind: 'dump', dump: subject, backend }];
  const networks = await frozenNetworks(subject, options);
  const cacheEach = (kind: FeatureFolder) =>
    mapConcurrently(networks, availableParallelism(), (network) => cacheFolder(kind, network, options));
  const folders = await cacheEach('features');
  const balancedFolders = balanced ? await cacheEach('balanced-features') : [];
  return networks.map((network, i) => ({
    kind: 'network',
    cached: { network, featuresFolder: folders[i] },
    balancedFolder: balancedFolders[i] ?? null,
  }));
}

type FeatureFolder = 'features' | 'balanced-features';

async function cacheFolder(
  kind: FeatureFolder,
  network: FrozenNetwork,
  { onProgress, signal }: NetworksOptions,
): Promise<string> {
  const name = networkName(network);
  const task = `${name}, ${kind.replace('-', ' ')}`;
  const folder = await resumableFolder(`${kind}-${name}`, network, (unfinished) =>
    runInWorker(
      { kind: kind === 'features' ? 'extract-features' : 'extract-balanced', task: { network, folder: unfinished } },
      { signal, onProgress: (share) => onProgress(task, share) },
    ),
  );
  onProgress(task, 1);
  return folder;
}
