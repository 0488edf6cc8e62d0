import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { cacheFeatures } from '../cache-features.js';
import type { NetworksOptions } from '../networks-options.js';
import { combineComparisons } from './combine-comparisons.js';
import type { OptimizerComparison } from './optimizer-comparison.js';

/** Compares the optimisers on validation rows of one data set: the evidence behind the default of `fitCalibration`. */
export async function runOptimizerComparison(options: NetworksOptions): Promise<OptimizerComparison> {
  const { dataSet, onProgress, signal } = options;
  const networks = await cacheFeatures(options);
  const comparisons = await mapConcurrently(networks, availableParallelism(), async (task) => {
    const name = `${dataSet}-${task.network.networkSeed}, optimisers`;
    return resumable(`optimizers-${dataSet}`, task, () =>
      runInWorker({ kind: 'compare-optimizers', task }, { signal, onProgress: (share) => onProgress(name, share) }),
    );
  });
  return combineComparisons(dataSet, comparisons);
}
