import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { cacheFeatures } from '../cache-features.js';
import { originFacts } from '../feature-origin.js';
import type { NetworksOptions } from '../networks-options.js';
import { subjectKey } from '../subject.js';
import { ablationArms } from './ablation-arm.js';
import { combineArms } from './combine-arms.js';
import type { ComponentAblation } from './component-ablation.js';

export interface ComponentAblationOptions extends NetworksOptions {
  readonly fitSeeds: readonly number[];
}

/** The component ablation (paper Table 5) of one data set: arms on networks, in as many threads as there are cores. */
export async function runComponentAblation(options: ComponentAblationOptions): Promise<ComponentAblation> {
  const { subject, fitSeeds, onProgress, signal } = options;
  const origins = await cacheFeatures(options);
  const tasks = origins.flatMap((origin) => ablationArms.map((_, arm) => ({ origin, arm, fitSeeds })));
  const arms = await mapConcurrently(tasks, availableParallelism(), async (task) => {
    const name = `${originFacts(task.origin).name}, ${ablationArms[task.arm].name}`;
    const ablation = await resumable(`arm-${subjectKey(subject)}`, task, () =>
      runInWorker({ kind: 'ablate-arm', task }, { signal, onProgress: (share) => onProgress(name, share) }),
    );
    onProgress(name, 1);
    return ablation;
  });
  return combineArms(subjectKey(subject), arms);
}
