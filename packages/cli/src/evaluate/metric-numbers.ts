import type { SegmentationSummary } from '@disalign/segmentation';
import type { DetectionScores } from './detection-scores.js';

/** Metrics by their name, as shares; null where nothing defines one. */
export type MetricNumbers = Readonly<Record<string, number | null>>;

/** The metrics of segmentation that the long tail is judged by. */
export function pixelNumbers({ aAcc, mIoU, mAcc, groups }: SegmentationSummary): MetricNumbers {
  const ofGroups = Object.entries(groups ?? {}).flatMap(([group, means]) => [
    [`${group} mIoU`, means.mIoU] as const,
    [`${group} mAcc`, means.mAcc] as const,
  ]);
  return { aAcc, mIoU, mAcc, ...Object.fromEntries(ofGroups) };
}

/** AP and AR of detections. In the official tools -1 stands for nothing. */
export function detectionNumbers(metrics: DetectionScores['untouched']): MetricNumbers {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]: [string, number]) => [name, value < 0 ? null : value]),
  );
}
