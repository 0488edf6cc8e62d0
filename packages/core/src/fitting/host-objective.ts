import type { LossReduction } from '../losses/alignment-loss.js';
import { alignmentOnHost, type AlignmentHead, type LabelledHostRows } from '../losses/alignment-on-host.js';
import { divisorOf, type ObjectiveSums } from './objective.js';
import { foldedFromVector, gradientVector, type ParameterLayout } from './parameter-vector.js';

/** What the loss of a calibration depends on besides its parameters and the data. */
export interface AlignmentSetting {
  readonly layout: ParameterLayout;
  /** [K] */
  readonly classWeights: Float64Array;
  readonly reduction: LossReduction;
  /** Default `softmax`, which is all that the kernels know. */
  readonly probabilities?: AlignmentHead['probabilities'];
}

/** An `Objective` that needs no waiting, and takes rows in float64 too. */
export interface HostObjective {
  evaluate(parameters: Float64Array, batch: LabelledHostRows): ObjectiveSums;
}

/** The alignment loss of a calibration, in float64 on the host. */
export function hostObjective({ layout, classWeights, reduction, probabilities }: AlignmentSetting): HostObjective {
  const head = { probabilities, background: layout.background };
  return {
    evaluate(parameters, batch) {
      const sums = alignmentOnHost(batch, foldedFromVector(parameters, layout), classWeights, head);
      return {
        loss: sums.loss,
        divisor: divisorOf(reduction, { ...sums, rows: batch.rows }),
        gradient: gradientVector(sums.gradient, layout),
        count: sums.count,
        confidence: sums.confidence,
      };
    },
  };
}
