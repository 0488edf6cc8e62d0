import {
  accuracyUnderPrior,
  calibrateOnHost,
  ClassificationCounts,
  identityCalibration,
  targetShares,
  type Calibration,
} from '@disalign/core';
import { choiceText } from './choice-text.js';
import type { LiveChoice, LivePanel } from './live-panel.js';

// K classes.

/** What a classifier reaches on the test rows of a panel, as shares. */
export interface LiveScores {
  /** As the target prior weighs the classes. */
  readonly overall: number | null;
  /** Mean over the classes of each group. */
  readonly groups: Readonly<Record<string, number | null>>;
  /** [K]; null for a class without test rows. */
  readonly classes: readonly (number | null)[];
}

/** The two sides of a choice. */
export interface LiveValues {
  readonly untouched: LiveScores;
  readonly calibrated: LiveScores;
}

/** The groups of a panel, that of the largest class first. */
export function liveGroups({ counts, groups }: Pick<LivePanel, 'counts' | 'groups'>): string[] {
  const order = counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a]);
  return [...new Set(order.map((k) => groups[k]))];
}

/**
 * What the untouched model and the one under a choice reach: the calibration of the setting, applied to the test rows.
 *
 * @throws RangeError where the panel has no setting for the choice
 * @example
 * import { liveValues } from '@disalign/report';
 * const calibration = { form: 'blend', scale: Float64Array.of(1, 1), bias: Float64Array.of(0, 2), confidence: null } as const;
 * const choice = { rho: 1, magnitude: false, margin: true, confidence: false, targetPrior: 'uniform' } as const;
 * const test = { features: Float32Array.of(0, 0), logits: Float32Array.of(3, 0, 1, 0), labels: Int32Array.of(0, 1) };
 * const classes = { classNames: ['cat', 'lynx'], counts: [900, 9], groups: ['many', 'few'] };
 * liveValues({ ...classes, settings: [{ ...choice, calibration }], test }, choice).calibrated.overall; // 1, and untouched 0.5
 */
export function liveValues(panel: LivePanel, choice: LiveChoice): LiveValues {
  const identity = identityCalibration(panel.classNames.length);
  return {
    untouched: scoresOf(panel, identity, choice),
    calibrated: scoresOf(panel, calibrationFor(panel, choice), choice),
  };
}

/** The calibration that a choice stands for; without magnitude and margin the one that changes nothing. */
export function calibrationFor({ settings, classNames }: LivePanel, choice: LiveChoice): Calibration {
  if (!choice.magnitude && !choice.margin) return identityCalibration(classNames.length);
  const wanted = choiceText(choice);
  const setting = settings.find((one) => choiceText(one) === wanted);
  if (setting === undefined)
    throw new RangeError(`liveValues: \`choice\` must be a setting of the panel, got ${wanted}`);
  return setting.calibration;
}

function scoresOf(panel: LivePanel, calibration: Calibration, { targetPrior }: LiveChoice): LiveScores {
  const { test, counts: trainCounts, groups } = panel;
  const classes = trainCounts.length;
  const logits = calibrateOnHost({ rows: test.labels.length, ...test }, calibration);
  const counts = new ClassificationCounts({ classes, topK: [1] });
  counts.add({ logits, labels: test.labels });
  const indicator = (group: string) => groups.map((other) => Number(other === group));
  return {
    overall: accuracyUnderPrior(counts, targetShares(targetPrior, trainCounts, 'no-weight')),
    groups: Object.fromEntries(liveGroups(panel).map((group) => [group, accuracyUnderPrior(counts, indicator(group))])),
    classes: Array.from(counts.support, (rows, k) => (rows === 0 ? null : counts.correct[0][k] / rows)),
  };
}
