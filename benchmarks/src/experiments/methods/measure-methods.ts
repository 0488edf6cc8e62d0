import { availableParallelism } from 'node:os';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { cacheFeatures } from '../cache-features.js';
import { originFacts, type FeatureOrigin } from '../feature-origin.js';
import type { NetworksOptions } from '../networks-options.js';
import { subjectKey, type Subject } from '../subject.js';
import { comparedMethods, type ComparedMethod } from './compared-methods.js';
import type { MeasuredMethod, MethodRequest, OtherNetworks } from './method-run.js';

export interface MeasureOptions extends NetworksOptions {
  readonly fitSeeds: readonly number[];
  /** Default: none. */
  readonly others?: OtherNetworks;
}

/**
 * Measures every request on every network, and those of the other networks on them, in as many threads as there are cores. Each is kept
 * once it is done. What a dump lacks the parts for is left out.
 */
export async function measureMethods(
  requests: readonly MethodRequest[],
  options: MeasureOptions,
): Promise<MeasuredMethod[]> {
  if (requests.length === 0) return [];
  const { subject, fitSeeds, others = { variants: [], requests: [] }, onProgress, signal } = options;
  const [possible, possibleOnOthers] = [requests, others.requests].map((asked) =>
    asked.filter((request) => isPossible(request, subject)),
  );
  const balanced = [...possible, ...possibleOnOthers].some((request) => needOf(request) === 'balanced');
  const origins = await cacheFeatures({ ...options, variants: others.variants, balanced });
  const tasks = origins.flatMap((origin) =>
    (originFacts(origin).variant === undefined ? possible : possibleOnOthers).map((request) => ({
      origin: originFor(request, origin),
      request,
      fitSeeds,
    })),
  );
  return mapConcurrently(tasks, availableParallelism(), async (task) => {
    const name = taskName(task.origin, task.request);
    const measured = await resumable(`method-${subjectKey(subject)}`, task, () =>
      runInWorker({ kind: 'measure-method', task }, { signal, onProgress: (share) => onProgress(name, share) }),
    );
    onProgress(name, 1);
    return measured;
  });
}

/** Whether a subject has what a request needs. */
function isPossible(request: MethodRequest, subject: Subject): boolean {
  const need = needOf(request);
  return need === undefined || typeof subject === 'string' || subject[need] !== null;
}

/** Without what a request has no use for: what was measured once serves every experiment. */
function originFor(request: MethodRequest, origin: FeatureOrigin): FeatureOrigin {
  if (origin.kind === 'dump' || needOf(request) === 'balanced') return origin;
  return { ...origin, balancedFolder: null };
}

function needOf({ method }: MethodRequest): ComparedMethod['needs'] {
  const compared: ComparedMethod = comparedMethods[method];
  return compared.needs;
}

function taskName(origin: FeatureOrigin, { method, given = {} }: MethodRequest): string {
  const strengths = Object.entries(given).map(([name, value]) => `, ${name} ${value}`);
  return `${originFacts(origin).name}, ${comparedMethods[method].title}${strengths.join('')}`;
}
