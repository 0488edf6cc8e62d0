import {
  accuracyUnderPrior,
  confidenceOnHost,
  iterateBatches,
  scoreMethod,
  startBackend,
  summarizeClassification,
  targetShares,
  type Calibration,
  type FeatureSource,
  type FittedMethod,
  type MethodData,
} from '@disalign/core';
import { openFeatures, originFacts, type OriginFeatures } from '../feature-origin.js';
import { comparedMethods, isSeeded, type ComparedMethod } from './compared-methods.js';
import type { ComparedPrior } from './compared-prior.js';
import type { MeasuredMethod, MethodRun, MethodTask } from './method-run.js';

/** Measures a method on one network; strengths are chosen with the first seed and kept for the others. */
export async function measureMethod(
  { origin, request, fitSeeds }: MethodTask,
  onProgress: (share: number) => void = () => {},
): Promise<MeasuredMethod> {
  const { backend, networkSeed, variant } = originFacts(origin);
  await startBackend(backend);
  const features = await openFeatures(origin);
  const compared: ComparedMethod = comparedMethods[request.method];
  const seeds = isSeeded(compared.facts) ? fitSeeds : fitSeeds.slice(0, 1);
  const fits = new Map<number, FittedMethod>();
  const runs: MethodRun[] = [];
  for (const prior of request.priors) {
    let given = request.given ?? {};
    for (const seed of seeds) {
      const share = (done: number) => onProgress((runs.length + done) / (request.priors.length * seeds.length));
      const fitFor = (targetPrior: ComparedPrior) =>
        compared.fit(methodData(features, request.method), {
          ...{ seed, targetPrior, given, onProgress: share },
          ...(request.learn && { learn: request.learn }),
        });
      const fitted = await fitUnder(prior, compared, { kept: fits.get(seed), fitFor, counts: features.trainCounts });
      fits.set(seed, fitted.kept);
      given = { ...given, ...fitted.under.chosen };
      runs.push(await scoreRun(features, fitted.under, { seed, prior }));
    }
  }
  return { networkSeed, ...(variant && { variant }), request, runs, testLabels: await features.test.labels() };
}

function methodData(features: OriginFeatures, name: string): MethodData {
  const { train, validation, trainCounts: counts, head, balanced } = features;
  // The bound alone may see the full data set.
  return {
    train,
    validation,
    counts,
    ...(head && { head }),
    ...(balanced && name === 'empirical-bound' && { balanced }),
  };
}

interface PriorFit {
  /** The fit with this seed under a prior before. */
  readonly kept: FittedMethod | undefined;
  readonly fitFor: (prior: ComparedPrior) => Promise<FittedMethod>;
  readonly counts: readonly number[];
}

/** The fit under a prior, and what is kept for the priors to come: a method is not trained again where that would give the same. */
async function fitUnder(
  prior: ComparedPrior,
  { facts, moveToPrior }: ComparedMethod,
  { kept, fitFor, counts }: PriorFit,
): Promise<{ readonly under: FittedMethod; readonly kept: FittedMethod }> {
  if (facts.hasTargetPrior && !moveToPrior) {
    const under = await fitFor(prior);
    return { under, kept: under };
  }
  const uniform = kept ?? (await fitFor('uniform'));
  return { under: moveToPrior ? moveToPrior(uniform, counts, prior) : uniform, kept: uniform };
}

async function scoreRun(
  { test, trainCounts }: OriginFeatures,
  fitted: FittedMethod,
  { seed, prior }: { readonly seed: number; readonly prior: ComparedPrior },
): Promise<MethodRun> {
  const { counts, correct } = await scoreMethod(test, fitted);
  const { classAccuracy, meanClassAccuracy } = summarizeClassification(counts, trainCounts);
  const overall = accuracyUnderPrior(counts, targetShares(prior, trainCounts));
  const calibration = fitted.outcome.kind === 'calibration' ? fitted.outcome.calibration : null;
  return {
    fitSeed: seed,
    prior,
    chosen: fitted.chosen,
    trainedParameters: fitted.trainedParameters,
    test: { ...meanClassAccuracy, overall },
    classAccuracy,
    correct,
    calibration,
    meanConfidence: calibration && (await meanConfidenceOf(test, calibration)),
  };
}

async function meanConfidenceOf(source: FeatureSource, calibration: Calibration): Promise<number> {
  if (calibration.confidence === null) return 1;
  let sum = 0;
  for await (const batch of iterateBatches(source)) {
    sum += confidenceOnHost(batch, calibration).reduce((total, confidence) => total + confidence, 0);
  }
  return sum / source.rows;
}
