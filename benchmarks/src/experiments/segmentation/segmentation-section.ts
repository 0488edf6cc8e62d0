import type { Cell, Chart, Section, Table } from '@disalign/report';
import type { SegmentationComparison, SegmentationRow } from './combine-outcomes.js';
import { scoreNames, type ScoreName } from './segmentation-scores.js';

/** What a section is about. */
export interface SegmentationSubject {
  /** Ends the names of its table and chart. */
  readonly key: string;
  /** As headings name it. */
  readonly title: string;
}

const headings: Readonly<Record<ScoreName, string>> = {
  mIoU: 'mIoU',
  mAcc: 'mAcc',
  headIoU: 'head IoU',
  bodyIoU: 'body IoU',
  tailIoU: 'tail IoU',
  tailAcc: 'tail acc.',
};
/** Scores of which the difference from the baseline is shown. */
const compared = ['mIoU', 'mAcc', 'tailIoU'] as const;

/** The section of one head: how its arms trade mIoU for mAcc on the selection split, and their test scores. */
export function segmentationSection(comparison: SegmentationComparison, subject: SegmentationSubject): Section {
  const { rows, trainAccuracy, trainPixels, selectionImages, testImages } = comparison;
  const shares = trainAccuracy.map((share) => (100 * share).toFixed(1)).join(', ');
  return {
    heading: `${subject.title} (paper Table 6)`,
    paragraphs: [
      `Frozen networks: ${rows[0].runs.length}. Each fit is to ${trainPixels.toLocaleString('en-US')} pixels drawn from training images; ` +
        `as it is a network gets ${shares} % of them right.`,
    ],
    charts: [tradeOffChart(rows, subject, selectionImages)],
    tables: [scoreTable(rows, subject, testImages)],
  };
}

function scoreTable(rows: readonly SegmentationRow[], { key }: SegmentationSubject, testImages: number): Table {
  return {
    name: `table6-${key}`,
    caption:
      `Scores on ${testImages} test images, each arm tested once: mean and deviation over networks. Differences: paired 95 % intervals over ` +
      'images. Strength: rho, or tau of logit adjustment, with the best mIoU on the selection split, for each network.',
    columns: [
      { key: 'arm', heading: 'arm' },
      { key: 'strength', heading: 'strength' },
      ...scoreNames.map((name) => ({ key: name, heading: headings[name], unit: '%', digits: 1 })),
      ...compared.map((name) => ({
        key: `${name}-gain`,
        heading: `${headings[name]} minus baseline`,
        unit: 'points',
        digits: 1,
        signed: true,
      })),
    ],
    rows: rows.map((row) => ({
      arm: row.arm,
      strength: strengthText(row.strengths),
      ...Object.fromEntries(scoreNames.map((name) => [name, scoreCell(row, name)])),
      ...Object.fromEntries(compared.map((name) => [`${name}-gain`, gainCell(row, name)])),
    })),
  };
}

function strengthText(strengths: readonly number[]): string | null {
  return strengths.length === 0 ? null : strengths.join(', ');
}

function scoreCell({ mean, deviation }: SegmentationRow, name: ScoreName): Cell {
  return { mean: 100 * mean[name], ...(deviation && { deviation: 100 * deviation[name] }) };
}

function gainCell({ overBaseline }: SegmentationRow, name: ScoreName): Cell {
  if (overBaseline === null) return null;
  const { estimate, lower, upper } = overBaseline[name];
  return { mean: 100 * estimate, interval: [100 * lower, 100 * upper] };
}

function tradeOffChart(
  rows: readonly SegmentationRow[],
  { key, title }: SegmentationSubject,
  selectionImages: number,
): Chart {
  const percent = (label: string) => ({ label, unit: '%', digits: 1 });
  const point = ({ strength, scores }: SegmentationRow['sweep'][number]) => ({
    x: 100 * scores.mAcc,
    y: 100 * scores.mIoU,
    ...(strength !== null && { label: `${strength}` }),
  });
  const [baseline, ...others] = rows;
  const [{ x, y }] = baseline.sweep.map(point);
  return {
    name: `table6-${key}-trade-off`,
    title: `${title}: what mAcc costs in mIoU`,
    caption:
      `Each line goes over rho, or tau of logit adjustment, from the least on; ${selectionImages} images of the selection split, of each ` +
      'cell of the network one pixel, means over networks. The point is the frozen baseline.',
    kind: 'lines',
    x: percent('mAcc'),
    y: percent('mIoU'),
    series: others.map(({ arm, sweep }) => ({ name: arm, points: sweep.map(point) })),
    marks: [{ label: 'baseline', x, y }],
  };
}
