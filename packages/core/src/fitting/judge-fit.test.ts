import { expect, describe, it } from 'vitest';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import { summarizeClassification } from '../metrics/summarize-classification.js';
import { tailFeatures } from './fixtures/tail-features.js';
import { judgeFit } from './judge-fit.js';
import { scoreCalibration } from './score-calibration.js';

const counts = [400, 80, 10];
const validation = tailFeatures([60, 60, 60], counts);
const options = { counts, zeroCounts: 'error', targetPrior: 'uniform', seed: 3 } as const;
const interval = '[+-]\\d+\\.\\d points, 95 % interval [+-]\\d+\\.\\d to [+-]\\d+\\.\\d';

describe('judgeFit', () => {
  it('recommends a calibration that is clearly better, also than logit adjustment', async () => {
    // The network leans to the head as 400 : 80 : 10; to logit adjustment it is said to lean as 5 : 4 : 3.
    const verdict = await judgeFit(validation, logitAdjustment(counts), { ...options, counts: [5, 4, 3] });
    expect(verdict.recommendation).toBe('calibrated');
    const expected = `^Better: ${interval} against the untouched model; ${interval} against logit adjustment\\.$`;
    expect(verdict.message).toMatch(new RegExp(expected));
    expect(verdict.overUntouched.overall!.lower).toBeGreaterThan(0);
    expect(verdict.overLogitAdjustment.overall!.lower).toBeGreaterThan(0);
  });

  it('recommends it where it ties with logit adjustment, and says so', async () => {
    const verdict = await judgeFit(validation, logitAdjustment(counts), options);
    expect(verdict.recommendation).toBe('calibrated');
    expect(verdict.message).toMatch(
      new RegExp(
        `^Better: ${interval} against the untouched model; ` +
          'a tie with logit adjustment, \\+0\\.0 points, 95 % interval \\+0\\.0 to \\+0\\.0\\.$',
      ),
    );
  });

  it('keeps the untouched model where the fit changes nothing', async () => {
    const verdict = await judgeFit(validation, identityCalibration(3), { ...options, counts: [9, 9, 9] });
    expect(verdict.recommendation).toBe('untouched');
    expect(verdict.message).toBe('No better than what you had: keep it (+0.0 points, 95 % interval +0.0 to +0.0).');
  });

  it('keeps the untouched model where the fit is worse', async () => {
    const worse = { ...identityCalibration(3), bias: Float64Array.of(9, 0, 0) };
    const verdict = await judgeFit(validation, worse, { ...options, counts: [9, 9, 9] });
    expect(verdict.recommendation).toBe('untouched');
    expect(verdict.message).toMatch(/^No better than what you had: keep it \(-\d/);
  });

  it('recommends logit adjustment where that is better than both', async () => {
    const worse = { ...identityCalibration(3), bias: Float64Array.of(1, 0, 0) };
    const verdict = await judgeFit(validation, worse, options);
    expect(verdict.recommendation).toBe('logit-adjustment');
    expect(verdict.message).toMatch(
      new RegExp(
        '^Logit adjustment does better than what you had, and the fit does not beat it: use that ' +
          '\\(the fit against it: -\\d+\\.\\d points, 95 % interval -\\d+\\.\\d to -\\d+\\.\\d\\)\\.$',
      ),
    );
  });

  it('summarises all three on the same rows', async () => {
    const calibration = { ...identityCalibration(3), bias: Float64Array.of(0, 1, 2) };
    const verdict = await judgeFit(validation, calibration, options);
    for (const [summary, scored] of [
      [verdict.untouched, identityCalibration(3)],
      [verdict.logitAdjustment, logitAdjustment(counts)],
      [verdict.calibrated, calibration],
    ] as const) {
      expect(summary).toEqual(summarizeClassification((await scoreCalibration(validation, scored)).counts, counts));
    }
    const difference = verdict.calibrated.meanClassAccuracy.overall! - verdict.untouched.meanClassAccuracy.overall!;
    expect(verdict.overUntouched.overall!.estimate).toBeCloseTo(difference, 12);
    expect(await judgeFit(validation, calibration, options)).toEqual(verdict);
  });

  it('takes classes without training samples as it is told', async () => {
    const zero = { ...options, counts: [400, 80, 0] };
    await expect(judgeFit(validation, identityCalibration(3), zero)).rejects.toThrow('`counts[2]` must be positive');
    const asOne = await judgeFit(validation, identityCalibration(3), { ...zero, zeroCounts: 'as-one' });
    expect(asOne.logitAdjustment.rows).toBe(180);
  });
});
