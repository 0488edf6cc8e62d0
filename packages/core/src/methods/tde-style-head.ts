import { featureStatistics } from '../features/feature-statistics.js';
import { chooseStrength, evenGrid } from './choose-strength.js';
import { requirePart, trainCounts } from './method-data.js';
import type { Method } from './method.js';
import { removeContext, type CausalForm } from './remove-context.js';
import { retrainHead, type RetrainOptions } from './retrain-head.js';
import { trainableCausalHead } from './trainable-causal-head.js';

/** What the TDE-style head takes. */
export interface TdeStyleOptions extends Omit<RetrainOptions, 'head'>, Partial<CausalForm> {
  /** How much of the context is removed. Default: the best of 0, 0.25, ... 4 on validation rows. */
  readonly alpha?: number;
}

/** The constants of the paper; its alpha is 3 for ImageNet-LT, and 1 to 1.5 elsewhere. An odd number of features has one part. */
const formFor = (featureSize: number): CausalForm => ({ parts: featureSize % 2 === 0 ? 2 : 1, tau: 16, gamma: 1 / 32 });
const ALPHAS = evenGrid(4, 4);

/**
 * A head in the style of TDE (Tang et al., NeurIPS 2020): a multi-head normalised classifier, trained from scratch, from whose
 * logits the part that the mean training feature explains is removed at test time. In style only: there the network learns with
 * the head and the mean moves along with it; here the features are frozen and their mean is exact. Made from the paper's
 * formulas. See `z_j` in `facts`.
 *
 * @example
 * import { featuresInMemory, startBackend, tdeStyleHead } from '@disalign/core';
 * await startBackend('cpu');
 * const features = [[1, 0], [2, 1], [0, 3]];
 * const train = featuresInMemory({ features, logits: [[0, 3], [3, 0], [3, 0]], labels: [1, 0, 0] });
 * const { outcome } = await tdeStyleHead.fit({ train }, { epochs: 2, alpha: 1.5 });
 */
export const tdeStyleHead: Method<TdeStyleOptions> = {
  name: 'tde-style',
  facts: {
    title: 'TDE-style head',
    score:
      "tau/G sum_g (w'_j . x / ((|w'_j| + gamma) |x|) - alpha cos(x, e) w'_j . e / (|w'_j| + gamma)), e the mean's direction",
    form: 'new head, then margin',
    origin: 'head learned, margin by hand',
    perInput: true,
    sampling: 'instance-balanced',
    trainedParameters: { formula: 'K D', count: ({ classes, featureSize }) => classes * featureSize },
    hasTargetPrior: false,
    paper: 'Tang et al., NeurIPS 2020',
  },
  async fit(data, options = {}) {
    const { train } = data;
    const form = { ...formFor(train.featureSize), ...pickForm(options) };
    checkForm(form, train.featureSize);
    const validation =
      options.alpha === undefined ? requirePart('tde-style', data, 'validation', 'where no `alpha` is') : null;
    const retraining = {
      method: 'tde-style',
      sampler: 'instance-balanced',
      head: trainableCausalHead(train, form),
    } as const;
    const { parameters } = await retrainHead(train, retraining, options);
    const { mean } = await featureStatistics(train);
    const { classes, featureSize } = train;
    const outcomeAt = (alpha: number) =>
      ({
        kind: 'head',
        head: removeContext({ classes, featureSize, weight: parameters }, { form, alpha, mean }),
      }) as const;
    const search = validation && { grid: ALPHAS, validation, counts: await trainCounts('tde-style', data), outcomeAt };
    const alpha = search ? await chooseStrength(search, { ...options, onProgress: undefined }) : (options.alpha ?? 0);
    return { method: 'tde-style', outcome: outcomeAt(alpha), trainedParameters: parameters.length, chosen: { alpha } };
  },
};

function pickForm({ parts, tau, gamma }: TdeStyleOptions): Partial<CausalForm> {
  return {
    ...(parts !== undefined && { parts }),
    ...(tau !== undefined && { tau }),
    ...(gamma !== undefined && { gamma }),
  };
}

function checkForm({ parts, tau, gamma }: CausalForm, featureSize: number): void {
  if (!Number.isSafeInteger(parts) || parts < 1 || featureSize % parts !== 0) {
    throw new RangeError(`tde-style: \`parts\` must divide the ${featureSize} features, got ${parts}`);
  }
  if (!(tau > 0 && tau < Infinity)) throw new RangeError(`tde-style: \`tau\` must be above 0, got ${tau}`);
  if (!(gamma >= 0 && gamma < Infinity)) throw new RangeError(`tde-style: \`gamma\` must be >= 0, got ${gamma}`);
}
