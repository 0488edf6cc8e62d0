import type { ComparedName } from '../methods/compared-methods.js';
import type { ComparedPrior } from '../methods/compared-prior.js';
import type { MeasuredMethod, MethodRun } from '../methods/method-run.js';

/** Which runs are wanted. */
export interface RunQuery {
  readonly method: ComparedName;
  /** Default `uniform`. */
  readonly prior?: ComparedPrior;
  /** The rho that it was given. Default: one of its own choice. */
  readonly rho?: number;
}

/** The runs of one request: for each network in the order of their seeds those of its stage-2 seeds. */
export function findRuns(
  measured: readonly MeasuredMethod[],
  { method, prior = 'uniform', rho }: RunQuery,
): readonly (readonly MethodRun[])[] {
  return measured
    .filter(({ request }) => request.method === method && request.given?.rho === rho && request.learn === undefined)
    .toSorted((a, b) => a.networkSeed - b.networkSeed)
    .map(({ runs }) => runs.filter((run) => run.prior === prior));
}
