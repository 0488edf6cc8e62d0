import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { accuracyUnderPrior } from '../metrics/accuracy-under-prior.js';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import { targetShares, type TargetPrior } from '../reweighting/target-shares.js';
import { fitCalibration } from './fit-calibration.js';
import { tailFeatures } from './fixtures/tail-features.js';
import { scoreCalibration } from './score-calibration.js';

const counts = [400, 60, 10];
const train = tailFeatures([400, 60, 10], counts);
const validation = tailFeatures([100, 100, 100], counts, 2);
const test = tailFeatures([400, 400, 400], counts, 3);
const priors = ['uniform', 'training', 'backward'] as const;

// Without a confidence layer the loss is convex, and a fit has one end wherever it starts.
const learn = { confidence: false };

const fit = (targetPrior: TargetPrior | undefined, rho: number | 'auto' = 1) =>
  fitCalibration({ train, validation, counts }, { settings: { rho, learn, ...(targetPrior && { targetPrior }) } });

describe('a fit for a target prior', () => {
  it('is without one the fit for the uniform prior, to the last bit', async () => {
    const [without, uniform] = [await fit(undefined), await fit('uniform')];
    expect(without).toEqual(uniform);
    expect(without.settings.targetPrior).toBe('uniform');
    const given = await fit([5, 5, 5]);
    expectClose(given.calibration.bias, uniform.calibration.bias, { relativeToLargest: 1e-3 });
  });

  // Sums in another order end L-BFGS a little elsewhere: it stops where the loss moves by less than 1e-6 of itself.
  it('corrects nothing for the training prior, at any rho', async () => {
    const [plain, training] = [await fit('uniform', 0), await fit('training', 2)];
    expectClose(training.calibration.bias, plain.calibration.bias, { relativeToLargest: 1e-3 });
    expectClose(training.calibration.scale, plain.calibration.scale, { relative: 1e-3 });
  });

  it('is the best of the fits where the classes occur by it', async () => {
    const fits = await Promise.all(priors.map(async (prior) => ({ prior, ...(await fit(prior)) })));
    for (const testPrior of priors) {
      const shares = targetShares(testPrior, counts);
      const accuracies = await Promise.all(
        fits.map(async ({ calibration }) =>
          accuracyUnderPrior((await scoreCalibration(test, calibration)).counts, shares)!,
        ),
      );
      const best = fits[accuracies.indexOf(Math.max(...accuracies))];
      expect(best.prior).toBe(testPrior);
    }
  });

  it('is judged, and its rho chosen, by that prior', async () => {
    const { candidates, verdict, calibration } = await fit('backward', 'auto');
    const shares = targetShares('backward', counts);
    const accuracyOf = async (of: typeof calibration) =>
      accuracyUnderPrior((await scoreCalibration(validation, of)).counts, shares)!;
    const fitted = await accuracyOf(calibration);
    expect(Math.max(...candidates.map((candidate) => candidate.validationScore ?? 0))).toBeCloseTo(fitted, 12);
    const adjusted = await accuracyOf(logitAdjustment(counts, { targetPrior: 'backward' }));
    expect(verdict!.overLogitAdjustment.overall!.estimate).toBeCloseTo(fitted - adjusted, 12);
  });

  it('is refused by name for a prior of another length', async () => {
    await expect(fit([1, 2])).rejects.toThrow('`prior` must hold 3 numbers, one a class, got 2');
  });
});
