import { repeatImages } from '@disalign/detection';
import type { StepSettings } from './run-training.js';

/** Scenes of a step, and its epoch. */
export interface SceneBatch {
  readonly scenes: readonly number[];
  readonly epoch: number;
}

/** The scenes of every step: in each epoch each as often as its factor says; what is left after the last whole step is dropped. */
export function drawScenes(
  factors: ArrayLike<number>,
  { seed, epochs, scenesPerStep }: StepSettings & { readonly seed: number },
): SceneBatch[] {
  return Array.from({ length: epochs }, (_, epoch) => {
    const order = repeatImages(factors, { seed, epoch });
    return Array.from({ length: Math.floor(order.length / scenesPerStep) }, (_, step) => ({
      scenes: [...order.subarray(step * scenesPerStep, (step + 1) * scenesPerStep)],
      epoch,
    }));
  }).flat();
}
