import { evaluateLvis, readDetections, readGroundTruth, type IouType } from '@disalign/detection';
import type { EvaluationFiles } from './write-ten-copies.js';

/** Seconds of one evaluation in this process, its AP, and the most memory the process had so far. */
export interface EvaluationTime {
  readonly load: number;
  readonly run: number;
  readonly AP: number;
  readonly megabytes: number;
}

/** Reads the files and evaluates them by the rules of LVIS. */
export async function timeEvaluation(files: EvaluationFiles, iouType: IouType): Promise<EvaluationTime> {
  const start = performance.now();
  const truth = await readGroundTruth(files.groundTruth, { format: 'lvis', segmentations: iouType !== 'bbox' });
  const detections = await readDetections(files.detections, truth);
  const loaded = performance.now();
  const { metrics } = evaluateLvis(truth, detections, { iouType });
  const done = performance.now();
  return {
    load: (loaded - start) / 1000,
    run: (done - loaded) / 1000,
    AP: metrics.AP,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
