import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { cacheFeatures } from '../cache-features.js';
import type { NetworksOptions } from '../networks-options.js';
import { ablationArms } from './ablation-arm.js';
import { combineArms } from './combine-arms.js';
import type { ComponentAblation } from './component-ablation.js';

export interface ComponentAblationOptions extends NetworksOptions {
  readonly fitSeeds: readonly number[];
}

/** The component ablation (paper Table 5) of one data set: arms on networks, in as many threads as there are cores. */
export async function runComponentAblation(options: ComponentAblationOptions): Promise<ComponentAblation> {
  const { dataSet, fitSeeds, onProgress, signal } = options;
  const networks = await cacheFeatures(options);
  const tasks = networks.flatMap(({ network, featuresFolder }) =>
    ablationArms.map((_, arm) => ({ network, featuresFolder, arm, fitSeeds })),
  );
  const arms = await mapConcurrently(tasks, availableParallelism(), async (task) => {
    const name = `${dataSet}-${task.network.networkSeed}, ${ablationArms[task.arm].name}`;
    const ablation = await resumable(`arm-${dataSet}`, task, () =>
      runInWorker({ kind: 'ablate-arm', task }, { signal, onProgress: (share) => onProgress(name, share) }),
    );
    onProgress(name, 1);
    return ablation;
  });
  return combineArms(dataSet, arms);
}
