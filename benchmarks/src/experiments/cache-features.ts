import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../workers/map-concurrently.js';
import { resumableFolder } from '../workers/resumable.js';
import { runInWorker } from '../workers/run-in-worker.js';
import type { NetworksOptions } from './networks-options.js';
import type { CachedNetwork } from './stage-two-features.js';

/** Runs each network over its images, unless the features are there from an earlier run. */
export function cacheFeatures(options: NetworksOptions): Promise<CachedNetwork[]> {
  const { dataSet, networkSeeds, backend, onProgress, signal } = options;
  return mapConcurrently(networkSeeds, availableParallelism(), async (networkSeed) => {
    const network = { dataSet, networkSeed, backend };
    const name = `${dataSet}-${networkSeed}, features`;
    const featuresFolder = await resumableFolder(`features-${dataSet}-${networkSeed}`, network, (folder) =>
      runInWorker(
        { kind: 'extract-features', task: { network, folder } },
        { signal, onProgress: (share) => onProgress(name, share) },
      ),
    );
    onProgress(name, 1);
    return { network, featuresFolder };
  });
}
