import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backgroundIndex,
  identityCalibration,
  insertBackground,
  iterateBatches,
  logitAdjustment,
  predictClasses,
  type Calibration,
  type FeatureSource,
} from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import {
  labelRegions,
  openRegionShards,
  readCategoryOccurrences,
  readGroundTruth,
  RegionCalibrator,
  RegionEvaluator,
  writeRegionSamples,
  type GroundTruth,
  type LvisMetrics,
  type RegionSplit,
} from '@disalign/detection';
import {
  evaluatedTypes,
  type DetectorArm,
  type DetectorResult,
  type DetectorTask,
  type EvaluatedType,
  type TestScores,
} from './detector-task.js';

/** Strengths that are tried, tau and rho. */
export const triedStrengths = {
  'logit adjustment': [0.1, 0.25, 0.5, 0.75, 1],
  DisAlign: [0.2, 0.4, 0.6, 0.8, 1, 1.2],
} as const;

/** Images of a split with their annotations. */
interface AnnotatedSplit {
  readonly images: RegionSplit;
  readonly truth: GroundTruth;
}

/** A calibration that may be chosen for its arm. */
interface Candidate {
  readonly arm: DetectorArm;
  readonly strength: number;
  readonly calibration: Calibration;
}

/** Of the whole task, for its progress: training regions and fits, choice, test. */
const parts = { fits: 0.5, selection: 0.25, test: 0.25 } as const;

/**
 * Calibrates a detector and scores it: candidates are fitted to regions of the training split, each arm's strength is chosen by box AP on
 * the selection split, and the test split is scored once.
 *
 * @param onProgress share that is done
 */
export async function calibrateDetector(
  task: DetectorTask,
  onProgress: (share: number) => void,
): Promise<DetectorResult> {
  const { background = 'last' } = task;
  const [selection, test] = [await openSplit(task, 'selection'), await openSplit(task, 'test')];
  const folder = await mkdtemp(join(tmpdir(), 'disalign-table8-'));
  try {
    const train = await sampleTraining(task, folder);
    const { imageCounts } = await readCategoryOccurrences(join(task.annotationsFolder, 'training.json'));
    const fits = { train, counts: imageCounts, background };
    const candidates = await fitCandidates(fits, (share) => onProgress(parts.fits * share));
    const calibrations = candidates.map(({ calibration }) => calibration);
    const scoring = { calibrations, background, types: ['bbox'] as const };
    const selected = await scoreSplit(selection, scoring, (share) => onProgress(parts.fits + parts.selection * share));
    const tried = candidates.map((candidate, index) => ({ ...candidate, metrics: selected[index].bbox.metrics }));
    const chosen = [
      { arm: 'baseline' as const, strength: null, calibration: identityCalibration(train.classes) },
      bestOf(tried.filter(({ arm }) => arm === 'logit adjustment')),
      bestOf(tried.filter(({ arm }) => arm === 'DisAlign')),
    ];
    const hasMasks = test.images.count > 0 && (await test.images.read(0)).masks !== null;
    const types = evaluatedTypes.filter((type) => type === 'bbox' || hasMasks);
    const final = { calibrations: chosen.map(({ calibration }) => calibration), background, types };
    const tested = await scoreSplit(test, final, (share) => onProgress(1 - parts.test * (1 - share)));
    return {
      task,
      arms: chosen.map(({ arm, strength, calibration }, index) => ({
        arm,
        strength,
        calibration,
        scores: tested[index],
      })),
      selection: tried.map(({ arm, strength, metrics }) => ({ arm, strength, metrics })),
      trainAccuracy: await objectAccuracy(train, background),
      testImages: test.images.count,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface SplitScoring<Type extends EvaluatedType> {
  readonly calibrations: readonly Calibration[];
  readonly background: 'first' | 'last';
  readonly types: readonly Type[];
}

/** Scores of each calibration; the images are read once. */
async function scoreSplit<Type extends EvaluatedType>(
  { images, truth }: AnnotatedSplit,
  { calibrations, background, types }: SplitScoring<Type>,
  onProgress: (share: number) => void,
): Promise<Record<Type, TestScores>[]> {
  const evaluators = calibrations.map((calibration) =>
    types.map((iouType) => new RegionEvaluator(truth, { calibrations: [calibration], background }, { iouType })),
  );
  for (let index = 0; index < images.count; index++) {
    const image = await images.read(index);
    for (const evaluator of evaluators.flat()) evaluator.add(image);
    onProgress((index + 1) / images.count);
  }
  return evaluators.map((ofCalibration) => {
    const scores = ofCalibration.map((evaluator, index) => [types[index], scoresOf(evaluator)] as const);
    return Object.fromEntries(scores) as Record<Type, TestScores>;
  });
}

function scoresOf(evaluator: RegionEvaluator): TestScores {
  const evaluation = evaluator.evaluate();
  if (evaluation.format !== 'lvis') throw new TypeError('calibrateDetector: annotations must be those of LVIS');
  return { metrics: evaluation.metrics, matches: evaluation.matches };
}

function bestOf<Tried extends { readonly metrics: LvisMetrics }>(tried: readonly Tried[]): Tried {
  return tried.reduce((best, one) => (one.metrics.AP > best.metrics.AP ? one : best));
}

async function openSplit(task: DetectorTask, split: string): Promise<AnnotatedSplit> {
  const file = join(task.annotationsFolder, `${split}.json`);
  const truth = await readGroundTruth(file, { format: 'lvis', segmentations: true });
  return { truth, images: await openRegionShards(join(task.regionsFolder, split, '*.safetensors')) };
}

/** Labelled regions of the training images, drawn as for a fit, in files: memory stays flat. */
async function sampleTraining(task: DetectorTask, folder: string): Promise<FeatureSource> {
  const { background = 'last' } = task;
  const { images, truth } = await openSplit(task, 'training');
  await writeRegionSamples(folder, labelRegions(images, truth, { background }), { background, seed: task.seed });
  return openFeatureShards(join(folder, '*.safetensors'));
}

interface FitOptions {
  readonly train: FeatureSource;
  /** [C] images of each class. */
  readonly counts: readonly number[];
  readonly background: 'first' | 'last';
}

async function fitCandidates(
  { train, counts, background }: FitOptions,
  onProgress: (share: number) => void,
): Promise<Candidate[]> {
  // A class without an image keeps its logit.
  const shares = insertBackground(counts, background, 1);
  const adjusted = triedStrengths['logit adjustment'].map((tau): Candidate => ({
    ...{ arm: 'logit adjustment', strength: tau },
    calibration: logitAdjustment(shares, { tau, background, zeroCounts: 'no-weight' }),
  }));
  const aligned: Candidate[] = [];
  for (const rho of triedStrengths.DisAlign) {
    const settings = { rho, normalization: 'classes', validationFraction: 0, zeroCounts: 'as-one' } as const;
    const calibrator = new RegionCalibrator({ background, settings });
    const { calibration } = await calibrator.fit({ train, counts });
    aligned.push({ arm: 'DisAlign', strength: rho, calibration });
    onProgress(aligned.length / triedStrengths.DisAlign.length);
  }
  return [...adjusted, ...aligned];
}

async function objectAccuracy(train: FeatureSource, background: 'first' | 'last'): Promise<number> {
  const column = backgroundIndex(background, train.classes);
  let [right, objects] = [0, 0];
  for await (const { logits, labels } of iterateBatches(train)) {
    const predicted = predictClasses(logits, train.classes);
    for (const [row, label] of labels.entries()) {
      if (label < 0 || label === column) continue;
      objects++;
      if (predicted[row] === label) right++;
    }
  }
  return right / objects;
}
