import type { Table } from '@disalign/report';

/**
 * Validation scores of the authors' FCN on ADE20K, percent, from the logs that they released with their code: the networks before DisAlign.
 * Scores after DisAlign were never released.
 */
const logs = [
  ['FCN R50-D8', 36.1, 45.41, 62.53, 38.12, 27.58],
  ['FCN R50-D8, several scales and mirrored', 38.08, 46.27, 64.64, 39.95, 29.62],
  ['FCN R101-D8', 39.91, 49.62, 65.28, 41.96, 31.65],
  ['FCN R101-D8, several scales and mirrored', 41.4, 50.21, 66.97, 43.32, 33.17],
  ['FCN S101-D8', 45.62, 57.76, 66.6, 47.54, 38.63],
  ['FCN S101-D8, several scales and mirrored', 46.16, 57.34, 67.56, 47.99, 39.12],
] as const;

/** The authors' networks as a table of a report, marked as theirs. */
export function publishedScoresTable(name: string): Table {
  const column = (key: string, heading: string) =>
    ({ key, heading, unit: '%', digits: 2, source: 'authors-code' }) as const;
  return {
    name,
    caption:
      "ADE20K validation, 2,000 photographs: the authors' logs of their frozen networks, which are other networks on other images. " +
      'After DisAlign no log was released.',
    columns: [
      { key: 'network', heading: 'network' },
      column('mIoU', 'mIoU'),
      column('mAcc', 'mAcc'),
      column('headIoU', 'head IoU'),
      column('bodyIoU', 'body IoU'),
      column('tailIoU', 'tail IoU'),
    ],
    rows: logs.map(([network, mIoU, mAcc, headIoU, bodyIoU, tailIoU]) => ({
      network,
      mIoU,
      mAcc,
      headIoU,
      bodyIoU,
      tailIoU,
    })),
  };
}
