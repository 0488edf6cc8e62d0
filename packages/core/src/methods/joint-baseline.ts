import { identityCalibration } from '../calibration/identity-calibration.js';
import { NOTHING_TRAINED, type Method } from './method.js';

/**
 * The baseline: the jointly trained network as it is.
 *
 * @example
 * import { featuresInMemory, jointBaseline } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[0, 3], [3, 0]], labels: [1, 0] });
 * const { outcome } = await jointBaseline.fit({ train }); // the identity
 */
export const jointBaseline: Method = {
  name: 'joint',
  facts: {
    title: 'Joint',
    score: 'z_j',
    form: 'none',
    origin: 'none',
    perInput: false,
    sampling: 'none',
    trainedParameters: NOTHING_TRAINED,
    hasTargetPrior: false,
    paper: 'Kang et al., ICLR 2020',
  },
  async fit({ train }) {
    const calibration = identityCalibration(train.classes);
    return { method: 'joint', outcome: { kind: 'calibration', calibration }, trainedParameters: 0, chosen: {} };
  },
};
