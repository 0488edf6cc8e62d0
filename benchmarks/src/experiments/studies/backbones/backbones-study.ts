import { pairedBootstrapOverSeeds, type BootstrapIntervals } from '@disalign/core';
import type { Cell, Column, Section, Table } from '@disalign/report';
import { backboneVariants, type BackboneVariant } from '../../../checkpoints/checkpoint-recipe.js';
import type { MethodRequest } from '../../methods/method-run.js';
import { runStatistics, type RunStatistics } from '../../run-statistics.js';
import { accuracyCell, differenceCell } from '../cells.js';
import { findRuns } from '../find-runs.js';
import { answerOf, BOOTSTRAP, pairRuns } from '../method-comparison/compare-methods.js';
import { seedsText } from '../seeds-text.js';
import type { Findings, Study, SubjectFacts } from '../study.js';
import { publishedBackbones, type PrintedAccuracy } from './published-backbones.js';

const groups = ['overall', 'many', 'medium', 'few'] as const;
const titles: Readonly<Record<BackboneVariant, string>> = {
  'glyph-net-8': 'glyph net, half as wide',
  'resnet-10': 'ResNet-10, 12 channels',
};

const requests: readonly MethodRequest[] = [
  { method: 'joint', priors: ['uniform'] },
  { method: 'disalign', priors: ['uniform'] },
];

/** Baseline and DisAlign on networks of several backbones (paper Fig. 4). */
export const backbonesStudy: Study = {
  title: 'Several backbones (paper Fig. 4)',
  requests,
  others: { variants: backboneVariants, requests },
  report(findings) {
    const { subject, measured } = findings;
    const rows = backboneRows(findings);
    const section: Section = {
      heading: `Several backbones on ${subject.title} (paper Fig. 4)`,
      paragraphs: [
        `Test accuracy of the joint baseline and of DisAlign on it, for each backbone. ${seedsText(measured)} ${subject.origin}`,
      ],
      charts: [],
      tables: [backbonesTable(rows, subject), publishedTable(subject)],
      notes: [
        'The networks of other backbones were trained for 8 epochs, that of the experiments for 15: compare within a row.',
      ],
    };
    return { summary: rows.map((row) => sentenceOf(row, subject)), sections: [section] };
  },
};

interface BackboneRow {
  readonly title: string;
  readonly networks: number;
  readonly joint: RunStatistics;
  readonly disalign: RunStatistics;
  /** Accuracy of DisAlign minus that of the baseline, 95 % paired intervals over test rows. */
  readonly gain: BootstrapIntervals;
}

function backboneRows({ subject, measured }: Findings): BackboneRow[] {
  return [undefined, ...backboneVariants].flatMap((variant): BackboneRow[] => {
    const own = measured.filter((one) => one.variant === variant);
    if (own.length === 0) return [];
    const [joint, disalign] = (['joint', 'disalign'] as const).map((method) => findRuns(own, { method }));
    const statisticsOf = (networks: typeof joint) =>
      runStatistics(networks.map((runs) => runs.map(({ test }) => test)));
    const rows = { labels: own[0].testLabels, trainCounts: subject.trainCounts, runs: pairRuns(joint, disalign) };
    return [
      {
        title: variant ? titles[variant] : 'the network of the other experiments',
        networks: joint.length,
        joint: statisticsOf(joint),
        disalign: statisticsOf(disalign),
        gain: pairedBootstrapOverSeeds(rows, BOOTSTRAP),
      },
    ];
  });
}

function sentenceOf({ title, gain: { overall } }: BackboneRow, subject: SubjectFacts): string {
  if (overall === null) return `On ${subject.title}, ${title}: nothing to compare.`;
  const [estimate, lower, upper] = [overall.estimate, overall.lower, overall.upper].map((x) => (100 * x).toFixed(1));
  const answer = `DisAlign ${answerOf(overall)} the joint baseline`;
  return `On ${subject.title}, ${title}: ${answer}, by ${estimate} points [${lower}, ${upper}].`;
}

function backbonesTable(rows: readonly BackboneRow[], { key, title }: SubjectFacts): Table {
  const columnsOf = (method: string, heading: string) =>
    groups.map((group): Column => ({
      key: `${method}-${group}`,
      heading: `${heading}: ${group}`,
      unit: '%',
      digits: 1,
    }));
  const cellsOf = (method: string, statistics: RunStatistics): Record<string, Cell> =>
    Object.fromEntries(groups.map((group) => [`${method}-${group}`, accuracyCell(statistics, group)]));
  return {
    name: `fig4-${key}`,
    caption: `Test accuracy on ${title}, and the accuracy of DisAlign minus that of the baseline; ± over networks, 95 % paired intervals over test images.`,
    columns: [
      { key: 'backbone', heading: 'backbone' },
      { key: 'networks', heading: 'networks', digits: 0 },
      ...columnsOf('joint', 'joint'),
      ...columnsOf('disalign', 'DisAlign'),
      { key: 'gain', heading: 'DisAlign minus joint', digits: 1, signed: true },
      { key: 'gain-few', heading: 'few: DisAlign minus joint', digits: 1, signed: true },
    ],
    rows: rows.map(({ title: backbone, networks, joint, disalign, gain }) => ({
      backbone,
      networks,
      ...cellsOf('joint', joint),
      ...cellsOf('disalign', disalign),
      gain: differenceCell(gain.overall),
      'gain-few': differenceCell(gain.few),
    })),
  };
}

/** What is printed for ImageNet-LT, in a table of its own. */
function publishedTable({ key }: SubjectFacts): Table {
  const columnsOf = (method: string, heading: string) =>
    groups.map((group): Column => ({
      key: `${method}-${group}`,
      heading: `${heading}: ${group}`,
      unit: '%',
      digits: 1,
      source: 'paper',
    }));
  const cellsOf = (method: string, accuracy: PrintedAccuracy | null): Record<string, Cell> =>
    Object.fromEntries(groups.map((group) => [`${method}-${group}`, accuracy?.[group] ?? null]));
  return {
    name: `fig4-published-${key}`,
    caption:
      'Printed for ImageNet-LT with linear heads: another data set and other networks, never to be mixed with ours.',
    columns: [
      { key: 'backbone', heading: 'backbone', source: 'paper' },
      ...columnsOf('joint', 'joint'),
      ...columnsOf('disalign', 'DisAlign'),
      { key: 'printed', heading: 'printed in', source: 'paper' },
    ],
    rows: publishedBackbones.map(({ backbone, joint, disalign }) => ({
      backbone,
      ...cellsOf('joint', joint),
      ...cellsOf('disalign', disalign),
      printed: [joint.printedIn, ...(disalign ? [disalign.printedIn] : [])].join('; '),
    })),
  };
}
