import {
  fitCalibration,
  selectRows,
  shotGroups,
  type CalibrationRecord,
  type FeatureSource,
  type FitOptions,
  type FitSettingsInput,
} from '@disalign/core';
import type { LiveChoice, LivePanel, LivePrior, LiveSetting } from '@disalign/report';
import { fitProgress, type TaskProgress } from '../fit/fit-progress.js';

/** Whose rows a panel shows, and what it fits. */
export interface LivePanelOptions extends Pick<FitOptions, 'signal' | 'onWarning'> {
  readonly record: CalibrationRecord;
  readonly train: FeatureSource;
  readonly test: FeatureSource;
  /** [K] */
  readonly counts: readonly number[];
  /** [K] */
  readonly classNames: readonly string[];
  /** Strengths of re-weighting besides that of the calibration. */
  readonly rhos: readonly number[];
  readonly onProgress?: (progress: TaskProgress) => void;
}

/**
 * The live panel of a page: for each rho a fit of all that the calibration has, and one of the margin alone, with the other settings as they
 * were; at its own rho stands the calibration itself.
 */
export async function fitLivePanel(options: LivePanelOptions): Promise<LivePanel> {
  const { record, test, counts, classNames } = options;
  const { initial, choices } = choicesOf(options);
  const settings: LiveSetting[] = [];
  for (const [index, choice] of choices.entries()) {
    const onProgress = ({ share, text }: TaskProgress) =>
      options.onProgress?.({ share: (index + share) / choices.length, text });
    const isOwn = choice === initial && record.fit?.settings.targetPrior === choice.targetPrior;
    const calibration = isOwn ? record.calibration : await fitChoice(choice, { ...options, onProgress });
    settings.push({ ...choice, calibration });
  }
  return {
    classNames: [...classNames],
    counts: [...counts],
    groups: shotGroups(counts),
    settings,
    initial,
    test: await labelledRows(test),
  };
}

/** Every setting of the panel, and the one that is shown first. */
function choicesOf({ record, rhos }: LivePanelOptions): { initial: LiveChoice; choices: readonly LiveChoice[] } {
  const { rho = 1, learn = { scale: true, bias: true, confidence: true }, targetPrior } = record.fit?.settings ?? {};
  const parts = { magnitude: learn.scale, margin: learn.bias, confidence: learn.confidence };
  const initial = { rho, ...parts, targetPrior: namedPrior(targetPrior) };
  const margin = { magnitude: false, margin: true, confidence: false };
  const isMarginAlone = parts.margin && !parts.magnitude && !parts.confidence;
  const all = [...new Set([...rhos, rho])].sort((a, b) => a - b);
  const choices = all.flatMap((one) => [
    one === rho ? initial : { ...initial, rho: one },
    ...(isMarginAlone ? [] : [{ ...initial, ...margin, rho: one }]),
  ]);
  return { initial, choices };
}

/** A panel knows three priors by name; one that was given as numbers is shown as the uniform one. */
function namedPrior(prior: FitSettingsInput['targetPrior']): LivePrior {
  return typeof prior === 'string' ? prior : 'uniform';
}

async function fitChoice(
  { rho, magnitude, margin, confidence, targetPrior }: LiveChoice,
  { record, train, counts, signal, onWarning, onProgress }: LivePanelOptions,
) {
  const settings: FitSettingsInput = {
    ...record.fit?.settings,
    ...{ rho, targetPrior },
    learn: { scale: magnitude, bias: margin, confidence },
    validationFraction: 0,
    earlyStop: null,
  };
  const { calibration } = await fitCalibration(
    { train, counts },
    { settings, signal, onWarning, onProgress: (progress) => onProgress?.(fitProgress(progress)) },
  );
  return calibration;
}

/** Rows with a label, whole. */
async function labelledRows(source: FeatureSource): Promise<LivePanel['test']> {
  const all = await source.labels();
  const labelled = selectRows(
    source,
    Int32Array.from(all.keys()).filter((row) => all[row] >= 0),
  );
  const { features, logits, labels } = await labelled.read({ start: 0, end: labelled.rows });
  return { features, logits, labels };
}
