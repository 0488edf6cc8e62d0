import { identityCalibration } from '../calibration/identity-calibration.js';
import { hostObjective } from '../fitting/host-objective.js';
import type { Objective } from '../fitting/objective.js';
import { calibrationFromVector, type ParameterLayout } from '../fitting/parameter-vector.js';
import { fitScaling, priorWeights } from './fit-scaling.js';
import { requirePart } from './method-data.js';
import type { Method } from './method.js';

// K classes.

/**
 * Temperature scaling: `z_j / T`, T the one that gives validation rows the least negative log-likelihood (Guo et al.,
 * ICML 2017, section 4.2). It changes confidences, never a prediction. Rows are weighed so that the classes count by the
 * target prior: all alike on balanced rows under the uniform prior.
 *
 * @example
 * import { featuresInMemory, temperatureScaling } from '@disalign/core';
 * const validation = featuresInMemory({ features: [[1], [2], [3]], logits: [[9, 0], [9, 0], [0, 9]], labels: [0, 1, 1] });
 * const { chosen } = await temperatureScaling.fit({ train: validation, validation }); // chosen.temperature
 */
export const temperatureScaling: Method = {
  name: 'temperature-scaling',
  facts: {
    title: 'Temperature scaling',
    score: 'z_j / T',
    form: 'magnitude',
    origin: 'learned',
    perInput: false,
    sampling: 'validation rows',
    trainedParameters: { formula: '1', count: () => 1 },
    hasTargetPrior: true,
    paper: 'Guo et al., ICML 2017',
  },
  async fit(data, options = {}) {
    const source = requirePart('temperature-scaling', data, 'validation', 'whose likelihood is measured');
    const layout = { form: 'blend', classes: source.classes, confidence: null } as const;
    const weights = await priorWeights('temperature-scaling', data, { source, options });
    const objective = inverseTemperatureObjective(layout, weights);
    const [inverse] = await fitScaling(source, { objective, start: Float64Array.of(1) }, options);
    if (!(inverse > 0)) {
      throw new RangeError(
        `temperature-scaling: \`validation\` must have logits that say something of the classes, got 1/T = ${inverse}`,
      );
    }
    const calibration = calibrationFromVector(vectorOf(inverse, layout), layout);
    return {
      method: 'temperature-scaling',
      outcome: { kind: 'calibration', calibration },
      trainedParameters: 1,
      chosen: { temperature: 1 / inverse },
    };
  },
};

/** The loss as a function of 1/T alone, in which it is convex. */
function inverseTemperatureObjective(layout: ParameterLayout, classWeights: Float64Array): Objective {
  const host = hostObjective({ layout, classWeights, reduction: 'weights' });
  return {
    evaluate([inverse], batch) {
      const sums = host.evaluate(vectorOf(inverse, layout), batch);
      const byScale = sums.gradient.subarray(0, layout.classes).reduce((sum, value) => sum + value, 0);
      return { ...sums, gradient: Float64Array.of(byScale) };
    },
  };
}

function vectorOf(inverse: number, { classes }: ParameterLayout): Float64Array {
  const { scale, bias } = identityCalibration(classes);
  return Float64Array.of(...scale.map((value) => value * inverse), ...bias);
}
