import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import type { NetworksOptions } from '../networks-options.js';
import { combineNetworks } from './combine-networks.js';
import type { ComponentAblation } from './component-ablation.js';

export interface ComponentAblationOptions extends NetworksOptions {
  readonly fitSeeds: readonly number[];
}

/** The component ablation (paper Table 5) of one data set: each network in a thread of its own, as many as there are cores. */
export async function runComponentAblation(options: ComponentAblationOptions): Promise<ComponentAblation> {
  const { dataSet, networkSeeds, fitSeeds, backend, onProgress, signal } = options;
  const networks = await mapConcurrently(networkSeeds, availableParallelism(), async (networkSeed) => {
    const task = { dataSet, networkSeed, backend, fitSeeds };
    const name = `${dataSet}-${networkSeed}`;
    return resumable(`ablation-${name}`, task, () =>
      runInWorker(
        { kind: 'ablate-network', task },
        { signal, onProgress: (text, share) => onProgress(name, text, share) },
      ),
    );
  });
  return combineNetworks(dataSet, networks);
}
