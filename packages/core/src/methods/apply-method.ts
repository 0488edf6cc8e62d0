import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import type { FeatureBatch } from '../features/feature-source.js';
import { headLogits } from '../heads/head-logits.js';
import type { LogitArray } from '../metrics/logit-rows.js';
import type { FittedMethod, MethodOutcome } from './method.js';

/**
 * The logits that a fitted method gives to a batch: a calibration of the batch's logits, in float64 on the host, or another
 * head on its features, in float32 on the backend that runs.
 *
 * @returns [N, K], row-major
 * @throws RangeError if the batch is of other sizes
 * @example
 * import { applyMethod, featuresInMemory, logitAdjustmentMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[2, 1], [1, 2]], labels: [0, 1] });
 * const fitted = await logitAdjustmentMethod.fit({ train, counts: [90, 10] });
 * await applyMethod(fitted, await train.read({ start: 0, end: 1 })); // [2.11, 3.30]
 */
export function applyMethod(
  { outcome }: FittedMethod,
  batch: Pick<FeatureBatch, 'rows' | 'features' | 'logits'>,
): Promise<LogitArray> {
  return applyOutcome(outcome, batch);
}

/** The same for the outcome alone. */
export async function applyOutcome(
  outcome: MethodOutcome,
  batch: Pick<FeatureBatch, 'rows' | 'features' | 'logits'>,
): Promise<LogitArray> {
  return outcome.kind === 'calibration'
    ? calibrateOnHost(batch, outcome.calibration)
    : headLogits(batch.features, outcome.head);
}
