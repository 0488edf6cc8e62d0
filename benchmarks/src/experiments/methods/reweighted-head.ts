import {
  classWeights,
  fineTuneHead,
  scoreMethod,
  summarizeClassification,
  type FittedMethod,
  type MethodData,
  type MethodFacts,
  type MethodOptions,
} from '@disalign/core';

/** Values of rho among which it is chosen; each is a whole training. */
const RHOS = [0.5, 1, 1.5, 2] as const;
const TRAINING = { epochs: 5, learningRate: 0.01 } as const;

export const reweightedHeadFacts: MethodFacts = {
  title: 'GRW only (head fine-tuned)',
  score: "w'_j . x + b'_j",
  form: 'new head',
  origin: 'learned',
  perInput: false,
  sampling: 'instance-balanced, re-weighted',
  trainedParameters: { formula: 'K D + K', count: ({ classes, featureSize }) => classes * featureSize + classes },
  // An arm of the ablation, for the uniform prior as the paper has it.
  hasTargetPrior: false,
  paper: 'Zhang et al., CVPR 2021, Table 5',
};

export interface ReweightedHeadOptions extends MethodOptions {
  /** Default: the best of 0.5, 1, 1.5 and 2 on validation rows. */
  readonly rho?: number;
}

/**
 * Generalized re-weighting alone: the network's head is fine-tuned with DisAlign's loss, and nothing else is done.
 *
 * @throws RangeError without the head, or without the validation rows that rho is chosen on
 */
export async function fitReweightedHead(data: MethodData, options: ReweightedHeadOptions = {}): Promise<FittedMethod> {
  const { rho: given, onProgress } = options;
  if (given !== undefined) return tune(data, given, options);
  if (!data.validation) throw new RangeError('fitReweightedHead: `validation` must be given where no `rho` is');
  let best: { readonly fitted: FittedMethod; readonly accuracy: number } | null = null;
  for (const [i, rho] of RHOS.entries()) {
    const share = (done: number) => onProgress?.((i + done) / RHOS.length);
    const fitted = await tune(data, rho, { ...options, onProgress: share });
    const { counts } = await scoreMethod(data.validation, fitted);
    const accuracy = summarizeClassification(counts, data.counts ?? []).meanClassAccuracy.overall ?? -1;
    if (best === null || accuracy > best.accuracy) best = { fitted, accuracy };
  }
  if (best === null) throw new RangeError('fitReweightedHead: there must be a rho to try');
  return best.fitted;
}

async function tune(data: MethodData, rho: number, options: MethodOptions): Promise<FittedMethod> {
  const { train, head, counts } = data;
  if (!head || !counts) throw new RangeError('fitReweightedHead: `head` and `counts` must be given');
  const { seed, zeroCounts, signal, onProgress } = options;
  const tuned = await fineTuneHead(train, head, {
    ...TRAINING,
    classWeights: classWeights(counts, { rho, zeroCounts }),
    seed,
    signal,
    onProgress: ({ step, totalSteps }) => onProgress?.(step / totalSteps),
  });
  return {
    method: 'reweighted-head',
    outcome: { kind: 'head', head: tuned },
    trainedParameters: reweightedHeadFacts.trainedParameters.count(train),
    chosen: { rho },
  };
}
