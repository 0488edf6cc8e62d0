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
  evaluateRegions,
  labelRegions,
  openRegionShards,
  readCategoryOccurrences,
  readGroundTruth,
  RegionCalibrator,
  writeRegionSamples,
  type GroundTruth,
  type LvisMetrics,
  type RegionSplit,
} from '@disalign/detection';
import {
  detectorArms,
  evaluatedTypes,
  type ArmResult,
  type DetectorResult,
  type DetectorTask,
  type EvaluatedType,
  type StrengthScores,
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

/** Calibrations at each strength, by arm. */
type Candidates = Readonly<Record<keyof typeof triedStrengths, (strength: number) => Promise<Calibration>>>;

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
    const candidates = candidatesOf(train, imageCounts, background);
    const steps = Object.values(triedStrengths).flat().length + detectorArms.length;
    let done = 0;
    const step = () => onProgress(++done / steps);
    const tried: (StrengthScores & { readonly calibration: Calibration })[] = [];
    for (const arm of ['logit adjustment', 'DisAlign'] as const) {
      for (const strength of triedStrengths[arm]) {
        const calibration = await candidates[arm](strength);
        const { metrics } = await scoreSplit(selection, { calibration, background }, 'bbox');
        tried.push({ arm, strength, calibration, metrics });
        step();
      }
    }
    const hasMasks = (await test.images.read(0)).masks !== null;
    const chosen = [
      { arm: 'baseline' as const, strength: null, calibration: identityCalibration(train.classes) },
      bestOf(tried.filter(({ arm }) => arm === 'logit adjustment')),
      bestOf(tried.filter(({ arm }) => arm === 'DisAlign')),
    ];
    const arms: ArmResult[] = [];
    for (const { arm, strength, calibration } of chosen) {
      const types = evaluatedTypes.filter((type) => type === 'bbox' || hasMasks);
      const scores: Partial<Record<(typeof types)[number], TestScores>> = {};
      for (const type of types) scores[type] = await scoreSplit(test, { calibration, background }, type);
      arms.push({ arm, strength, calibration, scores });
      step();
    }
    return {
      task,
      arms,
      selection: tried.map(({ arm, strength, metrics }) => ({ arm, strength, metrics })),
      trainAccuracy: await objectAccuracy(train, background),
      testImages: test.images.count,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function scoreSplit(
  { images, truth }: AnnotatedSplit,
  { calibration, background }: { readonly calibration: Calibration; readonly background: 'first' | 'last' },
  iouType: EvaluatedType,
): Promise<TestScores> {
  const evaluation = await evaluateRegions(images, truth, { calibrations: [calibration], background }, { iouType });
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

function candidatesOf(train: FeatureSource, counts: readonly number[], background: 'first' | 'last'): Candidates {
  return {
    'logit adjustment': async (tau) => {
      // A class without an image keeps its logit.
      return logitAdjustment(insertBackground(counts, background, 1), { tau, background, zeroCounts: 'no-weight' });
    },
    DisAlign: async (rho) => {
      const settings = { rho, normalization: 'classes', validationFraction: 0, zeroCounts: 'as-one' } as const;
      const calibrator = new RegionCalibrator({ background, settings });
      return (await calibrator.fit({ train, counts })).calibration;
    },
  };
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
