import { identityCalibration, type BackgroundColumn, type CalibrationRecord } from '@disalign/core';
import {
  evaluateRegions,
  openRegionShards,
  readGroundTruth,
  type AnnotationFormat,
  type IouType,
  type RegionEvaluation,
} from '@disalign/detection';

/** The ground truth of images, and how detections are compared with it. */
export interface AnnotationOptions {
  /** A JSON file of LVIS or COCO. */
  readonly annotations: string;
  /** Default `lvis`. */
  readonly format?: AnnotationFormat;
  /** Default `bbox`. */
  readonly iouType?: IouType;
}

/** AP over images by the rules of the format, before and after. */
export interface DetectionScores {
  readonly untouched: RegionEvaluation['metrics'];
  readonly calibrated: RegionEvaluation['metrics'];
}

/** AP of the detections that region shards give, with and without the calibration. Throws as `evaluateRegions` does. */
export async function detectionScores(
  files: readonly string[],
  { calibration, fit }: CalibrationRecord,
  {
    annotations,
    format = 'lvis',
    iouType,
    background,
    signal,
  }: AnnotationOptions & {
    readonly background: BackgroundColumn;
    readonly signal?: AbortSignal;
  },
): Promise<DetectionScores> {
  const needsMasks = iouType !== undefined && iouType !== 'bbox';
  const truth = await readGroundTruth(annotations, { format, segmentations: needsMasks });
  const images = await openRegionShards(files);
  const head = { background, probabilities: fit?.settings.probabilities ?? 'softmax' } as const;
  const stoppable = {
    count: images.count,
    read: async (index: number) => {
      signal?.throwIfAborted();
      return images.read(index);
    },
  };
  const score = async (one: CalibrationRecord['calibration']) =>
    (await evaluateRegions(stoppable, truth, { ...head, calibrations: [one] }, { iouType })).metrics;
  return {
    untouched: await score(identityCalibration(calibration.scale.length)),
    calibrated: await score(calibration),
  };
}
