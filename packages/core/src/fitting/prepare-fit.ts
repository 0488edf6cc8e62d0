import { countLabels } from '../features/count-labels.js';
import type { FeatureSource } from '../features/feature-source.js';
import { sumFeatures } from '../features/feature-statistics.js';
import { splitStratified } from '../features/split-stratified.js';
import { backgroundIndex } from '../reweighting/background-column.js';
import { targetShares } from '../reweighting/target-shares.js';
import { walkRows } from './engines/walk-rows.js';
import { completeFitSettings, type FitSettings, type FitSettingsInput } from './fit-settings.js';
import type { ParameterLayout, Standardization } from './parameter-vector.js';

/** Training accuracy above which the logits of a network say little about new samples. */
const MEMORISED_ACCURACY = 0.95;

/** What a fit is given. */
export interface FitData {
  readonly train: FeatureSource;
  /** Rows to choose and judge by. Default: a stratified share of `train`, see `validationFraction`. */
  readonly validation?: FeatureSource;
  /** [K] samples of each class that the network was trained on. Default: the rows of each class in `train`. */
  readonly counts?: ArrayLike<number>;
}

/** A fit whose inputs are checked and completed. */
export interface PreparedFit {
  readonly settings: FitSettings;
  readonly train: FeatureSource;
  /** null: nothing to judge by. */
  readonly validation: FeatureSource | null;
  /** [K] */
  readonly counts: readonly number[];
  /** [K] the target prior. */
  readonly prior: Float64Array;
  readonly layout: ParameterLayout;
  /** Share of the training rows that the untouched logits get right. */
  readonly trainAccuracy: number;
  readonly warnings: readonly string[];
}

/**
 * Checks data and settings, splits off validation rows, standardises, and looks for the known traps.
 *
 * @throws RangeError naming the argument that breaks a rule
 */
export async function prepareFit(data: FitData, input: FitSettingsInput): Promise<PreparedFit> {
  const { rows, views, classes } = data.train;
  const settings = completeFitSettings(input, rows * views * classes);
  checkValidation(data);
  const labels = await data.train.labels();
  checkLabels('train', labels);
  if (data.validation) checkLabels('validation', await data.validation.labels());
  const counts = Array.from(data.counts ?? countLabels(labels, classes));
  if (counts.length !== classes) {
    throw new RangeError(`fitCalibration: \`counts\` must hold ${classes} numbers, one a class, got ${counts.length}`);
  }
  const prior = targetShares(settings.targetPrior, counts, settings.zeroCounts);
  const { train, validation } = await splitData(data, settings);
  if (validation === null && (settings.rho === 'auto' || settings.earlyStop !== null)) {
    throw new RangeError(
      "fitCalibration: `validation` must be given, or validationFraction be above 0, for rho 'auto' and early stopping",
    );
  }
  const { statistics, trainAccuracy } = await walkTraining(train, settings);
  const layout: ParameterLayout = {
    form: settings.form,
    classes,
    ...(settings.background && { background: backgroundIndex(settings.background, classes) }),
    confidence: settings.learn.confidence
      ? { ...(statistics ?? noStandardization(train.featureSize)), ...confidenceFormOf(settings) }
      : null,
  };
  return {
    settings,
    train,
    validation,
    counts,
    prior,
    layout,
    trainAccuracy,
    warnings: trapsIn(settings, trainAccuracy),
  };
}

function checkValidation({ train, validation }: FitData): void {
  if (!validation) return;
  for (const size of ['classes', 'featureSize'] as const) {
    if (validation[size] === train[size]) continue;
    throw new RangeError(
      `fitCalibration: \`validation.${size}\` must be ${train[size]}, as in \`train\`, got ${validation[size]}`,
    );
  }
}

function checkLabels(name: string, labels: Int32Array): void {
  if (labels.some((label) => label >= 0)) return;
  throw new RangeError(`fitCalibration: \`${name}\` must have a row that is not ignored, got none`);
}

async function splitData(
  { train, validation }: FitData,
  { validationFraction, seed }: FitSettings,
): Promise<{ train: FeatureSource; validation: FeatureSource | null }> {
  if (validation) return { train, validation };
  if (validationFraction === 0) return { train, validation: null };
  return splitStratified(train, { fraction: validationFraction, seed });
}

/** What all views of the training rows say: statistics, where they are wanted, and the accuracy of the untouched logits. */
async function walkTraining(
  source: FeatureSource,
  { learn, standardize }: FitSettings,
): Promise<{ statistics: Standardization | null; trainAccuracy: number }> {
  const { views } = source;
  const sums = learn.confidence && standardize ? sumFeatures(source.featureSize) : null;
  let [correct, rows] = [0, 0];
  for (let view = 0; view < views; view++) {
    for await (const { batch, kernels } of walkRows(source, view)) {
      sums?.add(batch, kernels.sumAround);
      correct += kernels.countRight(batch);
      for (const label of batch.labels) if (label >= 0) rows++;
    }
  }
  const statistics = sums?.statistics() ?? null;
  return {
    statistics: statistics && { mean: statistics.mean, deviation: statistics.deviation },
    trainAccuracy: correct / rows,
  };
}

/** The paper's form goes without saying, in files too. */
function confidenceFormOf({ confidenceForm }: FitSettings): { form?: 'rectified' } {
  return confidenceForm === 'rectified' ? { form: confidenceForm } : {};
}

function noStandardization(featureSize: number): Standardization {
  return { mean: new Float64Array(featureSize), deviation: new Float64Array(featureSize).fill(1) };
}

function trapsIn({ optimizer, rho }: FitSettings, trainAccuracy: number): string[] {
  const warnings: string[] = [];
  if (trainAccuracy > MEMORISED_ACCURACY) {
    warnings.push(
      `fitCalibration: the network gets ${(100 * trainAccuracy).toFixed(1)} % of these training rows right: it has memorised ` +
        'them, and little is left to learn from. Give several augmented views of each sample, or samples it was not trained on',
    );
  }
  if (optimizer.kind === 'sgd' && optimizer.sampler !== 'instance-balanced' && rho !== 0) {
    warnings.push(
      `fitCalibration: sampler '${optimizer.sampler}' and rho ${rho} both correct the class balance: use one of them`,
    );
  }
  return warnings;
}
