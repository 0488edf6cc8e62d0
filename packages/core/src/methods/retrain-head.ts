import type { FeatureSource } from '../features/feature-source.js';
import type { Sampler } from '../fitting/samplers.js';
import type { FittedMethod, MethodOptions } from './method.js';
import { trainHead, type HeadLoss } from './train-head.js';
import { trainableHead, type HeadKind, type TrainableHead } from './trainable-head.js';

/** How a head is trained from scratch on frozen features. The defaults are those of Kang et al.'s code for ImageNet-LT. */
export interface RetrainOptions extends MethodOptions {
  /** Default `linear`. */
  readonly head?: HeadKind;
  /** Default `auto`: 10, or as many more as make 600 steps of a small data set. */
  readonly epochs?: number | 'auto';
  /** Default 512. */
  readonly batchSize?: number;
  /** At the start of a cosine to 0. Default 0.2. */
  readonly learningRate?: number;
  /** Towards 0. Default 5e-4. */
  readonly weightDecay?: number;
}

/** What sets one way of re-training apart from another. */
export interface Retraining {
  readonly method: string;
  readonly sampler: Sampler;
  readonly loss?: HeadLoss;
  /** Default: the head of `options`. */
  readonly head?: TrainableHead;
}

/** Trains a head from scratch. @returns the head as it is trained, and its vector */
export async function retrainHead(
  source: FeatureSource,
  { sampler, loss = {}, ...setting }: Retraining,
  options: RetrainOptions,
): Promise<{ readonly head: TrainableHead; readonly parameters: Float64Array }> {
  const { head: kind = 'linear', seed = 0, onProgress, signal } = options;
  const { epochs = 'auto', batchSize = 512, learningRate = 0.2, weightDecay = 5e-4 } = options;
  const head = setting.head ?? trainableHead(kind, source);
  const onStep = ({ step, totalSteps }: { step: number; totalSteps: number }) => onProgress?.(step / totalSteps);
  const schedule = { epochs, batchSize, learningRate, weightDecay, sampler, seed, onStep, signal };
  const parameters = await trainHead(source, { head, start: head.start(seed), loss }, schedule);
  return { head, parameters };
}

/** {@link retrainHead} as the end of a method. */
export async function fitRetrainedHead(
  source: FeatureSource,
  retraining: Retraining,
  options: RetrainOptions,
): Promise<FittedMethod> {
  const { head, parameters } = await retrainHead(source, retraining, options);
  return {
    method: retraining.method,
    outcome: { kind: 'head', head: head.arrays(parameters) },
    trainedParameters: parameters.length,
    chosen: {},
  };
}

/** K D + K: a linear head. */
export const LINEAR_HEAD_TRAINED = {
  formula: 'K D + K',
  count: ({ classes, featureSize }: { readonly classes: number; readonly featureSize: number }) =>
    classes * featureSize + classes,
};
