import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import type { NetworksOptions } from '../networks-options.js';
import type { OptimizerComparison } from './optimizer-comparison.js';

/** Compares the optimisers on validation rows of one data set: the evidence behind the default of `fitCalibration`. */
export async function runOptimizerComparison(options: NetworksOptions): Promise<OptimizerComparison> {
  const { dataSet, networkSeeds, backend, onProgress, signal } = options;
  const runs = await mapConcurrently(networkSeeds, availableParallelism(), async (networkSeed) => {
    const task = { dataSet, networkSeed, backend };
    const name = `${dataSet}-${networkSeed}`;
    return resumable(`optimizers-${name}`, task, () =>
      runInWorker(
        { kind: 'compare-optimizers', task },
        { signal, onProgress: (text, share) => onProgress(name, text, share) },
      ),
    );
  });
  return { dataSet, runs: runs.flat() };
}
