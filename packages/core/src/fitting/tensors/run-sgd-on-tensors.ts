import type { EngineProblem } from '../engines/fit-engine.js';
import type { OptimizerState, OptimizerStep } from '../optimizer.js';
import { sgdBatches, type SgdSettings } from '../sgd-batches.js';
import { startDescent } from './tensor-descent.js';
import type { TensorStore } from './tensor-store.js';

/**
 * After so many steps, and at the end of an epoch, parameters are read back: until then numbers only go up to the device, and
 * nothing waits for it.
 */
const STEPS_PER_READ = 32;

/** What is minimised. */
export interface TensorSgdProblem extends EngineProblem {
  readonly store: TensorStore;
}

/**
 * `runSgd` in float32 on the backend that runs, with the parameters there. Yields after each step that is read back. Reading
 * changes no bit: a float32 number in a float64 array goes back as it came.
 */
export async function* runSgdOnTensors(
  { store, ...problem }: TensorSgdProblem,
  settings: SgdSettings,
  start: OptimizerState,
): AsyncGenerator<OptimizerStep> {
  if (start.done) return;
  const labels = await store.source.labels();
  const descent = startDescent({ ...problem, settings, labels }, start);
  try {
    for await (const { rows, batch, position } of sgdBatches(store, settings, start.step)) {
      descent.step(rows, batch, position);
      const step = position.step + 1;
      const endsEpoch = step % position.stepsPerEpoch === 0;
      if (!endsEpoch && step % STEPS_PER_READ !== 0) continue;
      const { parameters, velocity, batches } = await descent.read();
      const { totalSteps } = position;
      yield {
        state: { step, parameters, memory: { velocity }, done: step >= totalSteps },
        ...batches[batches.length - 1],
        earlier: batches.slice(0, -1),
        endsEpoch,
        totalSteps,
      };
    }
  } finally {
    descent.dispose();
  }
}
