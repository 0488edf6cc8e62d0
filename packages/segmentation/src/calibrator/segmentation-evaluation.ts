import type { LongTailGroup } from '../metrics/long-tail-groups.js';
import { classMetrics } from '../metrics/class-metrics.js';
import { sceneParsingScore, type SceneParsingScore } from '../metrics/scene-parsing-score.js';
import type { SegmentationCounts } from '../metrics/segmentation-counts.js';
import { summarizeAsAuthors, type AuthorsSummary } from '../metrics/summarize-as-authors.js';
import { summarizeSegmentation, type SegmentationSummary } from '../metrics/summarize-segmentation.js';

/** Counts over images, and what each convention makes of them. */
export interface SegmentationEvaluation {
  /** Merge exactly with those of other images. */
  readonly counts: SegmentationCounts;
  /** mmsegmentation's, in [0, 1]. */
  readonly summary: SegmentationSummary;
  /** The benchmark's own toolkit's, in [0, 1]. */
  readonly sceneParsing: SceneParsingScore;
  /** The authors', in percent; null without groups. */
  readonly authors: AuthorsSummary | null;
}

/** Every summary of some counts. @throws RangeError if no labelled pixel was counted, or there is not one group for each class */
export function evaluationOf(counts: SegmentationCounts, groups?: readonly LongTailGroup[]): SegmentationEvaluation {
  return {
    counts,
    summary: summarizeSegmentation(counts, { groups }),
    sceneParsing: sceneParsingScore(counts),
    authors: groups === undefined ? null : summarizeAsAuthors(classMetrics(counts), groups),
  };
}
