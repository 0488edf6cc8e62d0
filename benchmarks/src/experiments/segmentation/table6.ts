import { chartSvg, reportMarkdown, type Report } from '@disalign/report';
import { reportMetadata } from '../../results/report-metadata.js';
import type { ExperimentReport } from '../experiments.js';
import {
  measureSegmentation,
  type MeasureSegmentationOptions,
  type SegmentationFinding,
} from './measure-segmentation.js';
import { publishedScoresTable } from './published-scores.js';
import { segmentationBars } from './segmentation-bars.js';
import { segmentationSection } from './segmentation-section.js';
const notes = [
  'Every arm is fitted to pixels drawn from the training images, its strength is chosen by mIoU on the selection split, and the chosen one is ' +
    'tested once. Signs of the three splits have fonts of their own.',
  'mIoU, mAcc: means over 150 classes of counts over all test images, as mmsegmentation has them. Head, body and tail: the first 20, next 55 ' +
    'and last 75 classes.',
  'Scores of a resample of images are computed anew from its counts: they are no means over images. Other networks add the deviation.',
  'The scenes are painted, not photographed: they show what calibration does to a frozen segmentation network whose classes have a long tail, ' +
    'and not how it does on ADE20K.',
];
/** Per-pixel calibration of frozen segmentation networks (paper Table 6), on GlyphScenes-150 or on a dump. */
export async function runTable6(options: MeasureSegmentationOptions): Promise<ExperimentReport> {
  const findings = await measureSegmentation(options);
  const document = table6Document(findings);
  const { sections, summary } = document;
  const seeds = options.dump ? undefined : { networks: [...options.networkSeeds] };
  return {
    data: { ...document, findings },
    table: summary.join('\n'),
    markdown: (environment) => reportMarkdown({ ...document, metadata: reportMetadata(environment, { seeds }) }),
    figures: async () => {
      const drawn: Record<string, string> = {};
      for (const chart of sections.flatMap(({ charts }) => charts)) drawn[chart.name] = await chartSvg(chart);
      return drawn;
    },
    summary,
    sections,
  };
}
function table6Document(findings: readonly SegmentationFinding[]): Omit<Report, 'metadata'> {
  const sections = findings.map(({ comparison, subject }) => segmentationSection(comparison, subject));
  return {
    name: 'table6',
    title: 'Per-pixel calibration of frozen segmentation networks',
    summary: findings.flatMap(({ comparison, subject }) =>
      comparison.rows.filter(({ arm }) => arm === 'full DisAlign').map((row) => segmentationBars(subject.title, row)),
    ),
    sections: [
      ...sections,
      {
        heading: 'Table 6, published',
        paragraphs: ["For orientation, the authors' networks on ADE20K before DisAlign."],
        charts: [],
        tables: [publishedScoresTable('table6-published')],
      },
      { heading: 'How to read Table 6', paragraphs: [], charts: [], tables: [], notes },
    ],
  };
}
