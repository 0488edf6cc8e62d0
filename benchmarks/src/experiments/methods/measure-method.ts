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
  type MethodFacts,
} from '@disalign/core';
import { openFeatures, originFacts, type OriginFeatures } from '../feature-origin.js';
import { comparedMethods, isSeeded, type ComparedMethod } from './compared-methods.js';
import type { ComparedPrior, MeasuredMethod, MethodRun, MethodTask } from './method-run.js';

/** Measures a method on one network; strengths are chosen with the first seed and kept for the others. */
export async function measureMethod(
  { origin, request, fitSeeds }: MethodTask,
  onProgress: (share: number) => void = () => {},
): Promise<MeasuredMethod> {
  const { backend, networkSeed } = originFacts(origin);
  await startBackend(backend);
  const features = await openFeatures(origin);
  const { facts, fit }: ComparedMethod = comparedMethods[request.method];
  const seeds = isSeeded(facts) ? fitSeeds : fitSeeds.slice(0, 1);
  const fits = new Map<number, FittedMethod>();
  const runs: MethodRun[] = [];
  for (const prior of request.priors) {
    let given = request.given ?? {};
    for (const seed of seeds) {
      const share = (done: number) => onProgress((runs.length + done) / (request.priors.length * seeds.length));
      const kept = fits.get(seed);
      const options = { seed, targetPrior: prior, given, learn: request.learn, onProgress: share };
      const fitted =
        kept && !dependsOnPrior(facts, kept) ? kept : await fit(methodData(features, request.method), options);
      fits.set(seed, fitted);
      given = { ...given, ...fitted.chosen };
      runs.push(await scoreRun(features, fitted, { seed, prior }));
    }
  }
  return { networkSeed, request, runs, testLabels: await features.test.labels() };
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

/** Whether another target prior makes another fit: one that has no use for it may still choose a strength by it. */
function dependsOnPrior({ hasTargetPrior }: MethodFacts, { chosen }: FittedMethod): boolean {
  return hasTargetPrior || Object.keys(chosen).length > 0;
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
