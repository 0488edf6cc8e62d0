import { shotGroups } from '@disalign/core';
import type { LiveChoice, LivePanel, LiveSetting } from '@disalign/report';
import { cacheFeatures } from '../cache-features.js';
import { openFeatures } from '../feature-origin.js';
import { measureMethods } from '../methods/measure-methods.js';
import { comparedPriors } from '../methods/compared-prior.js';
import type { MeasuredMethod, MethodRequest } from '../methods/method-run.js';
import type { NetworksOptions } from '../networks-options.js';
import { describeSubject } from '../studies/describe-subject.js';

const RHOS = [0, 0.5, 1, 1.5, 2] as const;
/** Every set of parts that changes a logit. */
const PARTS = [true, false].flatMap((confidence) => [
  { magnitude: true, margin: true, confidence },
  { magnitude: true, margin: false, confidence },
  { magnitude: false, margin: true, confidence },
]);
/** What the panel shows first: the full method, at a rho near those that validation chooses. */
const INITIAL: LiveChoice = { rho: 1.5, magnitude: true, margin: true, confidence: true, targetPrior: 'uniform' };

/** Fits of the first network for every setting of the live panel, and the test rows they are applied to. */
export async function makeLivePanel(options: NetworksOptions): Promise<LivePanel> {
  const first = { ...options, networkSeeds: options.networkSeeds.slice(0, 1), fitSeeds: [0] };
  const measured = await measureMethods(requests, first);
  const [origin] = await cacheFeatures(first);
  const { test } = await openFeatures(origin);
  const { classNames, trainCounts } = await describeSubject(first);
  const { features, logits, labels } = await test.read({ start: 0, end: test.rows });
  return {
    classNames: [...classNames],
    counts: [...trainCounts],
    groups: shotGroups(trainCounts),
    settings: liveSettings(measured),
    initial: INITIAL,
    test: { features, logits, labels },
  };
}

const requests = RHOS.flatMap((rho) =>
  PARTS.map(({ magnitude, margin, confidence }): MethodRequest => ({
    method: 'disalign',
    priors: comparedPriors,
    given: { rho },
    learn: { scale: magnitude, bias: margin, confidence },
  })),
);

/** A setting for each fit. */
export function liveSettings(measured: readonly MeasuredMethod[]): LiveSetting[] {
  return measured.flatMap(({ request: { given, learn }, runs }) =>
    runs.flatMap(({ prior, calibration }) => {
      if (calibration === null) return [];
      const parts = {
        magnitude: learn?.scale ?? true,
        margin: learn?.bias ?? true,
        confidence: learn?.confidence ?? true,
      };
      return [{ rho: given?.rho ?? NaN, ...parts, targetPrior: prior, calibration }];
    }),
  );
}
