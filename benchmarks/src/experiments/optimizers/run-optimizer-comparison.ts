import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { cacheFeatures } from '../cache-features.js';
import { originFacts } from '../feature-origin.js';
import type { NetworksOptions } from '../networks-options.js';
import { subjectKey } from '../subject.js';
import { combineComparisons } from './combine-comparisons.js';
import type { OptimizerComparison } from './optimizer-comparison.js';

/** Compares the optimisers on validation rows of one data set: the evidence behind the default of `fitCalibration`. */
export async function runOptimizerComparison(options: NetworksOptions): Promise<OptimizerComparison> {
  const { subject, onProgress, signal } = options;
  const origins = await cacheFeatures(options);
  const comparisons = await mapConcurrently(origins, availableParallelism(), async (task) => {
    const name = `${originFacts(task).name}, optimisers`;
    return resumable(`optimizers-${subjectKey(subject)}`, task, () =>
      runInWorker({ kind: 'compare-optimizers', task }, { signal, onProgress: (share) => onProgress(name, share) }),
    );
  });
  return combineComparisons(subjectKey(subject), comparisons);
}
