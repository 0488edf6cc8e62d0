import {
  balancedSoftmax,
  classifierRetraining,
  disalign,
  empiricalBound,
  jointBaseline,
  learnableWeightScaling,
  logitAdjustmentMethod,
  moveHeadToPrior,
  nearestClassMeanMethod,
  tauNormalizationMethod,
  tdeStyleHead,
  temperatureScaling,
  vectorScaling,
  type FitSettingsInput,
  type FittedMethod,
  type Method,
  type MethodData,
  type MethodFacts,
  type MethodOptions,
} from '@disalign/core';
import type { ComparedPrior } from './compared-prior.js';
import { fitReweightedHead, reweightedHeadFacts } from './reweighted-head.js';

/** What a compared method is fitted with. */
export interface ComparedOptions extends MethodOptions {
  /** Strengths that are given, such as `rho`, in place of those it would choose. */
  readonly given: Readonly<Record<string, number>>;
  /** The parts of DisAlign that are learned. Default: all. */
  readonly learn?: FitSettingsInput['learn'];
}

/** A method as it stands in the comparison. */
export interface ComparedMethod {
  readonly title: string;
  readonly facts: MethodFacts;
  /** What not every dump of features has. */
  readonly needs?: 'head' | 'balanced';
  readonly fit: (data: MethodData, options: ComparedOptions) => Promise<FittedMethod>;
  /** What a fit for the uniform prior becomes under another, without another training. Default: it is fitted anew. */
  readonly moveToPrior?: (fitted: FittedMethod, counts: readonly number[], prior: ComparedPrior) => FittedMethod;
}

const plain = (method: Method, needs?: ComparedMethod['needs']): ComparedMethod => ({
  title: method.facts.title,
  facts: method.facts,
  ...(needs && { needs }),
  fit: (data, options) => method.fit(data, methodOptions(options)),
});

/** Every way that is compared, the baseline first, the bound last. */
export const comparedMethods = {
  joint: plain(jointBaseline),
  'ncm-cosine': {
    ...plain(nearestClassMeanMethod),
    title: 'NCM, cosine',
    fit: (data, options) => nearestClassMeanMethod.fit(data, { ...methodOptions(options), distance: 'cosine' }),
  },
  'ncm-euclidean': {
    ...plain(nearestClassMeanMethod),
    title: 'NCM, Euclidean',
    fit: (data, options) => nearestClassMeanMethod.fit(data, { ...methodOptions(options), distance: 'euclidean' }),
  },
  crt: plain(classifierRetraining),
  lws: plain(learnableWeightScaling),
  'tau-norm': {
    ...plain(tauNormalizationMethod, 'head'),
    fit: (data, options) => tauNormalizationMethod.fit(data, { ...methodOptions(options), tau: options.given.tau }),
  },
  'logit-adjustment': { ...plain(logitAdjustmentMethod), title: 'Logit adjustment, tau 1' },
  'logit-adjustment-tuned': {
    ...plain(logitAdjustmentMethod),
    title: 'Logit adjustment, tau chosen',
    fit: (data, options) =>
      logitAdjustmentMethod.fit(data, { ...methodOptions(options), tau: options.given.tau ?? 'auto' }),
  },
  'balanced-softmax': {
    ...plain(balancedSoftmax),
    moveToPrior: ({ outcome, ...fitted }, counts, targetPrior) => ({
      ...fitted,
      outcome:
        outcome.kind === 'head'
          ? { ...outcome, head: moveHeadToPrior(outcome.head, counts, { targetPrior }) }
          : outcome,
    }),
  },
  'tde-style': {
    ...plain(tdeStyleHead),
    fit: (data, options) => tdeStyleHead.fit(data, { ...methodOptions(options), alpha: options.given.alpha }),
  },
  'temperature-scaling': plain(temperatureScaling),
  'vector-scaling': plain(vectorScaling),
  'reweighted-head': {
    title: reweightedHeadFacts.title,
    facts: reweightedHeadFacts,
    needs: 'head',
    fit: (data, options) => fitReweightedHead(data, { ...methodOptions(options), rho: options.given.rho }),
  },
  disalign: {
    ...plain(disalign),
    fit: (data, options) => disalign.fit(data, { ...methodOptions(options), settings: disalignSettings(options) }),
  },
  'empirical-bound': plain(empiricalBound, 'balanced'),
} as const satisfies Record<string, ComparedMethod>;

/** The name of a compared method. */
export type ComparedName = keyof typeof comparedMethods;
export const comparedNames = Object.keys(comparedMethods) as readonly ComparedName[];

/** What every method takes, without what only some do. */
function methodOptions(options: ComparedOptions): MethodOptions {
  const { seed, targetPrior, zeroCounts, onProgress, onWarning, signal } = options;
  return { seed, targetPrior, zeroCounts, onProgress, onWarning, signal };
}

/** As the component ablation fits it. */
function disalignSettings({ given, learn }: ComparedOptions): FitSettingsInput {
  return { learn, rho: given.rho ?? 'auto', rhoSearch: 'coarse-to-fine', optimizer: { kind: 'sgd' } };
}

/** Whether the seed of stage 2 plays a part. */
export function isSeeded({ sampling }: MethodFacts): boolean {
  return sampling !== 'none' && sampling !== 'validation rows';
}
