import { classMetrics } from './class-metrics.js';
import type { SegmentationCounts } from './segmentation-counts.js';

/** What the benchmark's own toolkit prints, in [0, 1]. */
export interface SceneParsingScore {
  readonly pixelAccuracy: number;
  /** Over all K classes: one that occurs nowhere counts as 0. */
  readonly meanIoU: number;
  /** Mean of the two. */
  readonly finalScore: number;
}

/**
 * The score of the scene parsing toolkit of ADE20K (CSAILVision/sceneparsing). It equals mmsegmentation's where every class occurs,
 * as on the whole validation split; on a part of it, it is lower.
 *
 * The toolkit adds 2.2e-16 to each union; only for classes without any union does that matter, and they count as 0 here.
 *
 * @throws RangeError if no labelled pixel was counted
 * @example
 * import { SegmentationCounts, sceneParsingScore } from '@disalign/segmentation';
 * const counts = new SegmentationCounts(4);
 * const labels = { height: 1, width: 2, labels: Uint8Array.of(0, 1) };
 * counts.add(labels, labels);
 * sceneParsingScore(counts); // { pixelAccuracy: 1, meanIoU: 0.5, finalScore: 0.75 }
 */
export function sceneParsingScore(counts: SegmentationCounts): SceneParsingScore {
  const metrics = classMetrics(counts);
  const labelled = metrics.reduce((sum, k) => sum + k.labelled, 0);
  if (labelled === 0) throw new RangeError('sceneParsingScore: `counts` must hold a labelled pixel, got none');
  const pixelAccuracy = metrics.reduce((sum, k) => sum + k.intersection, 0) / labelled;
  const meanIoU = metrics.reduce((sum, k) => sum + (k.iou ?? 0), 0) / counts.classes;
  return { pixelAccuracy, meanIoU, finalScore: (pixelAccuracy + meanIoU) / 2 };
}
