import type { Calibration } from '../calibration/calibration.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { chooseStrength, evenGrid } from './choose-strength.js';
import { requirePart, trainCounts } from './method-data.js';
import { NOTHING_TRAINED, type Method, type MethodOptions } from './method.js';

// K classes, D features.

/** How a head is normalised. */
export interface TauNormalizationOptions {
  /** 0 leaves the weights alone, 1 gives them all length 1. */
  readonly tau: number;
  /**
   * What becomes of the head's bias: `drop` leaves it out (the authors), `scale` divides it like the weights, so that each logit
   * is multiplied by its magnitude, `keep` adds it as it was. Default `drop`.
   */
  readonly bias?: 'drop' | 'scale' | 'keep';
}

/**
 * tau-normalisation: `z_j = w_j . x / |w_j|^tau` (Kang et al., ICLR 2020). As a calibration of the logits
 * `w_j . x + b_j`: scale `|w_j|^-tau`, and the bias that takes `b_j` away again.
 *
 * @throws RangeError if tau is not finite, or a class has weights of length 0
 * @example
 * import { tauNormalization } from '@disalign/core';
 * const head = { classes: 2, featureSize: 2, weight: Float32Array.of(3, 4, 0, 2), bias: Float32Array.of(1, 0) };
 * tauNormalization(head, { tau: 1 }).scale; // [0.2, 0.5]
 */
export function tauNormalization(head: LinearHeadArrays, options: TauNormalizationOptions): Calibration {
  const { tau, bias = 'drop' } = options;
  if (!Number.isFinite(tau)) throw new RangeError(`tauNormalization: \`tau\` must be finite, got ${tau}`);
  const scale = weightNorms(head).map((norm) => norm ** -tau);
  const biases = head.bias ?? new Float32Array(head.classes);
  // scale (w . x + b) + moved: what is left of b is (scale b + moved).
  const moved = {
    drop: (j: number) => -scale[j] * biases[j],
    scale: () => 0,
    keep: (j: number) => (1 - scale[j]) * biases[j],
  };
  return { form: 'blend', scale, bias: scale.map((_, j) => moved[bias](j)), confidence: null };
}

function weightNorms({ classes, featureSize, weight }: LinearHeadArrays): Float64Array {
  return Float64Array.from({ length: classes }, (_, j) => {
    let squares = 0;
    for (let i = j * featureSize; i < (j + 1) * featureSize; i++) squares += weight[i] ** 2;
    if (squares > 0) return Math.sqrt(squares);
    throw new RangeError(`tauNormalization: \`head.weight\` of class ${j} must not be zero`);
  });
}

/** What tau-normalisation takes. */
export interface TauNormalizationMethodOptions extends MethodOptions, Partial<TauNormalizationOptions> {}

/** 0, 0.1, ... 2, as the authors try. */
const TAUS = evenGrid(2, 10);

/**
 * {@link tauNormalization} of the network's head, with the tau that is given, or the best of 0, 0.1, ... 2 on validation rows.
 *
 * @example
 * import { featuresInMemory, tauNormalizationMethod } from '@disalign/core';
 * const train = featuresInMemory({ features: [[1], [2]], logits: [[3, 1], [6, 2]], labels: [1, 0] });
 * const head = { classes: 2, featureSize: 1, weight: Float32Array.of(3, 1), bias: null };
 * const { outcome } = await tauNormalizationMethod.fit({ train, head }, { tau: 0.7 });
 */
export const tauNormalizationMethod: Method<TauNormalizationMethodOptions> = {
  name: 'tau-norm',
  facts: {
    title: 'tau-norm',
    score: 'z_j / |w_j|^tau',
    form: 'magnitude',
    origin: 'by hand',
    perInput: false,
    sampling: 'none',
    trainedParameters: NOTHING_TRAINED,
    hasTargetPrior: false,
    paper: 'Kang et al., ICLR 2020',
  },
  async fit(data, options = {}) {
    const head = requirePart('tau-norm', data, 'head', 'whose weights are normalised');
    const outcomeAt = (tau: number) =>
      ({ kind: 'calibration', calibration: tauNormalization(head, { tau, bias: options.bias }) }) as const;
    const search = async () => {
      const validation = requirePart('tau-norm', data, 'validation', 'where no `tau` is');
      return chooseStrength(
        { grid: TAUS, validation, counts: await trainCounts('tau-norm', data), outcomeAt },
        options,
      );
    };
    const tau = options.tau ?? (await search());
    return { method: 'tau-norm', outcome: outcomeAt(tau), trainedParameters: 0, chosen: { tau } };
  },
};
