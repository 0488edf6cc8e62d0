import type { Calibration } from '@disalign/core';
import type { IouType, LvisMetrics, MatchTable, RegionHead } from '@disalign/detection';

/** A detector whose regions lie in a folder, to be calibrated and scored. */
export interface DetectorTask extends Pick<RegionHead, 'background'> {
  /** Detectors of one name are runs of one row of the table. */
  readonly name: string;
  readonly seed: number;
  /** Holds training.json, selection.json and test.json, in LVIS' format; and pictures of test images in images/, where they are to be drawn. */
  readonly annotationsFolder: string;
  /** Holds training/, selection/ and test/, with shards of `writeRegionShards`. */
  readonly regionsFolder: string;
}

/** What the folder of a dump holds: annotations in LVIS' format, and shards of `writeRegionShards`. */
export const regionFiles = ['training.json', 'selection.json', 'test.json', 'training', 'selection', 'test'] as const;

/** Beside them, for pictures alone: test images, named by their ids. */
export const picturesFolder = 'images';

/** What is compared, in the order of the table. */
export const detectorArms = ['baseline', 'logit adjustment', 'DisAlign'] as const;
export type DetectorArm = (typeof detectorArms)[number];

/** What is evaluated. */
export const evaluatedTypes = ['bbox', 'segm'] as const satisfies readonly IouType[];
export type EvaluatedType = (typeof evaluatedTypes)[number];

/** Scores on the test split. */
export interface TestScores {
  readonly metrics: LvisMetrics;
  readonly matches: MatchTable;
}

/** Box scores on the selection split, at one strength: tau of logit adjustment, rho of DisAlign. */
export interface StrengthScores {
  readonly arm: DetectorArm;
  readonly strength: number;
  readonly metrics: LvisMetrics;
}

/** One arm of one detector. */
export interface ArmResult {
  readonly arm: DetectorArm;
  /** Chosen on the selection split; null for the baseline. */
  readonly strength: number | null;
  readonly calibration: Calibration;
  /** `segm` is left out where the detector has no masks. */
  readonly scores: Partial<Record<EvaluatedType, TestScores>>;
}

/** What came of a detector. */
export interface DetectorResult {
  readonly task: DetectorTask;
  readonly arms: readonly ArmResult[];
  readonly selection: readonly StrengthScores[];
  /** Share of the training regions with an object whose class the detector gets right as it is. */
  readonly trainAccuracy: number;
  /** Images of the test split. */
  readonly testImages: number;
}
