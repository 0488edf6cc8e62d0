import { hostObjective } from '../fitting/host-objective.js';
import { calibrationFromVector, identityVector } from '../fitting/parameter-vector.js';
import { fitScaling, priorWeights } from './fit-scaling.js';
import { requirePart } from './method-data.js';
import type { Method } from './method.js';

/**
 * Vector scaling: `a_j z_j + b_j` with the least negative log-likelihood on validation rows (Guo et al., ICML 2017,
 * section 4.2). Rows are weighed so that the classes count by the target prior: all alike on balanced rows under the uniform
 * prior. It learns the 2K numbers of DisAlign without the confidence, from rows that need not be long-tailed.
 *
 * @example
 * import { featuresInMemory, vectorScaling } from '@disalign/core';
 * const logits = [[9, 0], [9, 1], [0, 9], [2, 5], [8, 1], [3, 3]];
 * const validation = featuresInMemory({ features: logits, logits, labels: [0, 1, 1, 0, 0, 1] });
 * const { outcome } = await vectorScaling.fit({ train: validation, validation });
 */
export const vectorScaling: Method = {
  name: 'vector-scaling',
  facts: {
    title: 'Vector scaling',
    score: 'a_j z_j + b_j',
    form: 'magnitude and margin',
    origin: 'learned',
    perInput: false,
    sampling: 'validation rows',
    trainedParameters: { formula: '2K', count: ({ classes }) => 2 * classes },
    hasTargetPrior: true,
    paper: 'Guo et al., ICML 2017',
  },
  async fit(data, options = {}) {
    const source = requirePart('vector-scaling', data, 'validation', 'whose likelihood is measured');
    const layout = { form: 'blend', classes: source.classes, confidence: null } as const;
    const classWeights = await priorWeights('vector-scaling', data, { source, options });
    const objective = hostObjective({ layout, classWeights, reduction: 'weights' });
    const vector = await fitScaling(source, { objective, start: identityVector(layout) }, options);
    return {
      method: 'vector-scaling',
      outcome: { kind: 'calibration', calibration: calibrationFromVector(vector, layout) },
      trainedParameters: vector.length,
      chosen: {},
    };
  },
};
