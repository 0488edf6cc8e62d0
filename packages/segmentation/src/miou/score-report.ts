import type { ClassInfo } from '../data/class-info.js';
import { classMetrics, type ClassMetrics } from '../metrics/class-metrics.js';
import { formatClassTable, percentText } from '../metrics/format-class-table.js';
import { longTailGroups, type LongTailGroup } from '../metrics/long-tail-groups.js';
import { sceneParsingScore, type SceneParsingScore } from '../metrics/scene-parsing-score.js';
import type { SegmentationCounts } from '../metrics/segmentation-counts.js';
import { summarizeAsAuthors, type AuthorsSummary } from '../metrics/summarize-as-authors.js';
import { summarizeSegmentation, type SegmentationSummary } from '../metrics/summarize-segmentation.js';

/** Everything that `disalign-miou` has to say. */
export interface ScoreReport {
  readonly images: number;
  readonly summary: SegmentationSummary;
  /** Percent; null unless the classes are ADE20K's 150. */
  readonly authors: AuthorsSummary | null;
  /** Null where no pixel is labelled. */
  readonly sceneParsing: SceneParsingScore | null;
  readonly classes: readonly (ClassMetrics & { readonly name: string | null; readonly group: LongTailGroup | null })[];
}

/** Metrics of all conventions. Head, body and tail only for 150 classes: that is what the groups are made for. */
export function scoreReport(counts: SegmentationCounts, infos: readonly ClassInfo[] = []): ScoreReport {
  const metrics = classMetrics(counts);
  const adeGroups = longTailGroups();
  const groups = counts.classes === adeGroups.length ? adeGroups : undefined;
  const summary = summarizeSegmentation(counts, { groups });
  return {
    images: counts.images,
    summary,
    authors: groups === undefined ? null : summarizeAsAuthors(metrics, groups),
    sceneParsing: summary.pixels === 0 ? null : sceneParsingScore(counts),
    classes: metrics.map((ofClass, k) => ({ ...ofClass, name: infos[k]?.name ?? null, group: groups?.[k] ?? null })),
  };
}

const printed = ['aAcc', 'mIoU', 'mAcc', 'mDice', 'mFscore', 'mPrecision', 'mRecall'] as const;

/** The report as text, in percent; `perClass` adds the table of all classes. */
export function reportText(report: ScoreReport, { perClass }: { readonly perClass: boolean }): string {
  const { summary, authors, sceneParsing, classes } = report;
  const lines = [
    `${report.images} images, ${summary.pixels} labelled pixels, ${classes.length} classes`,
    '',
    printed.map((metric) => `${metric} ${percentText(summary[metric])}`).join('  '),
  ];
  if (summary.groups !== null && authors !== null) {
    const before = (value: number | null) => (value === null ? '-' : value.toFixed(2));
    const groupLine = (group: LongTailGroup): string => {
      const [plain, rounded] = [summary.groups?.[group], authors.groups[group]];
      const own = `mIoU ${percentText(plain?.mIoU ?? null)}  mAcc ${percentText(plain?.mAcc ?? null)}`;
      return `${group}  ${own}  (rounded first, as the authors do: ${before(rounded.mIoU)}, ${before(rounded.mAcc)})`;
    };
    lines.push('', ...(['head', 'body', 'tail'] as const).map(groupLine));
  }
  if (sceneParsing !== null) {
    const { pixelAccuracy, meanIoU, finalScore } = sceneParsing;
    const official = `pixel accuracy ${percentText(pixelAccuracy)}  mean IoU ${percentText(meanIoU)}`;
    lines.push('', `scene parsing toolkit: ${official}  final score ${finalScore.toFixed(4)}`);
  }
  if (perClass) {
    const classNames = classes.map(({ name }) => name ?? '');
    const groups = classes.flatMap(({ group }) => group ?? []);
    lines.push('', formatClassTable(classes, { classNames, groups }));
  }
  return lines.join('\n');
}
