import type { BootstrapInterval } from '@disalign/core';
import type { Cell, Chart, Column, Section, Series, Table } from '@disalign/report';
import { differenceText } from '../../../results/difference-text.js';
import { percentText } from '../../../results/percent-text.js';
import { accuracyCell, differenceCell } from '../cells.js';
import type { SubjectFacts } from '../study.js';
import type { SamplerRow } from './compare-samplers.js';
import { publishedSamplers } from './published-samplers.js';

const groups = ['overall', 'many', 'medium', 'few'] as const;
const heads = { joint: 'own head', bound: 'empirical bound' } as const;
type Head = keyof typeof heads;

/** Where the bound of each sampler is beside that of instance-balanced networks: a sentence each. */
export function samplerSentences(rows: readonly SamplerRow[], { title }: SubjectFacts): string[] {
  return rows.flatMap(({ sampler, joint, bound, boundOverInstance }) => {
    const interval = boundOverInstance?.overall ?? null;
    if (interval === null) return [];
    return [
      `On ${title} the bound of networks trained with ${sampler} sampling ${placeOf(interval)} that of instance-balanced ones: ` +
        `${differenceText(interval)} points. Their own heads reach ${percentText(joint.mean.overall)} %, the bound ${percentText(bound.mean.overall)} %.`,
    ];
  });
}

/** The samplers of stage 1 in a chart and in tables; no section where there is nothing to compare. */
export function samplerSections(rows: readonly SamplerRow[], subject: SubjectFacts): Section[] {
  if (rows.length === 0) return [];
  const { title, origin } = subject;
  return [
    {
      heading: `Samplers of stage 1 on ${title} (paper Fig. 2, left)`,
      paragraphs: [
        'Networks that differ in the sampler alone that they were trained with. Own head: as they were trained. Empirical bound: their features ' +
          `frozen, under a head trained on the balanced full data set, which tells how good the features are. ${origin}`,
      ],
      charts: [samplerChart(rows, subject)],
      tables: [samplerTable(rows, subject), publishedTable(subject)],
      notes: [
        'The last columns compare networks of the same seeds; 95 % paired bootstraps over the test images, for these networks: others add a deviation ' +
          'over networks.',
        "The paper's figure has no printed numbers that could be obtained; by its text the features of instance-balanced sampling are best.",
      ],
    },
  ];
}

function placeOf({ lower, upper }: BootstrapInterval): string {
  if (lower > 0) return 'is above';
  return upper < 0 ? 'is below' : 'is level with';
}

function samplerChart(rows: readonly SamplerRow[], { key, title }: SubjectFacts): Chart {
  const present = groups.filter((group) => rows[0].joint.mean[group] !== null);
  const series = (panel: (typeof groups)[number], head: Head): Series => ({
    name: heads[head],
    panel,
    points: rows.map((row) => {
      const { mean, deviationOverNetworks } = row[head];
      const x = 100 * (mean[panel] ?? NaN);
      const deviation = deviationOverNetworks[panel];
      return {
        x,
        y: row.sampler,
        ...(deviation !== null && { low: x - 100 * deviation, high: x + 100 * deviation }),
      };
    }),
  });
  return {
    name: `fig2-left-${key}`,
    title: `Samplers of stage 1 on ${title}`,
    caption: 'Test accuracy, mean over classes; bars: one deviation over networks, where there are several.',
    kind: 'points',
    x: { label: 'accuracy', unit: '%', digits: 1 },
    y: { label: 'sampler of stage 1', scale: 'category' },
    series: present.flatMap((panel) => [series(panel, 'joint'), series(panel, 'bound')]),
  };
}

function samplerTable(rows: readonly SamplerRow[], { key, title }: SubjectFacts): Table {
  const columnsOf = (head: Head) =>
    groups.map((group): Column => ({
      key: `${head}-${group}`,
      heading: `${heads[head]}: ${group}`,
      unit: '%',
      digits: 1,
    }));
  const cellsOf = (head: Head, row: SamplerRow): Record<string, Cell> =>
    Object.fromEntries(groups.map((group) => [`${head}-${group}`, accuracyCell(row[head], group)]));
  return {
    name: `fig2-left-${key}`,
    caption: `Test accuracy on ${title} by the sampler of stage 1; ± over networks.`,
    columns: [
      { key: 'sampler', heading: 'sampler' },
      { key: 'networks', heading: 'networks', digits: 0 },
      ...columnsOf('joint'),
      ...columnsOf('bound'),
      { key: 'difference', heading: 'bound minus that of instance-balanced', digits: 1, signed: true },
      { key: 'few-difference', heading: 'few: bound minus that of instance-balanced', digits: 1, signed: true },
    ],
    rows: rows.map((row) => ({
      sampler: row.sampler,
      networks: row.networks,
      ...cellsOf('joint', row),
      ...cellsOf('bound', row),
      difference: differenceCell(row.boundOverInstance?.overall ?? null),
      'few-difference': differenceCell(row.boundOverInstance?.few ?? null),
    })),
  };
}

/** What is printed for ImageNet-LT, in a table of its own. */
function publishedTable({ key }: SubjectFacts): Table {
  return {
    name: `fig2-left-published-${key}`,
    caption:
      'Printed for ImageNet-LT with a ResNeXt-50, own heads: another data set and another network, never to be mixed with ours.',
    columns: [
      { key: 'sampler', heading: 'sampler', source: 'paper' },
      { key: 'overall', heading: 'own head: overall', unit: '%', digits: 1, source: 'paper' },
      { key: 'printed', heading: 'printed in', source: 'paper' },
    ],
    rows: Object.entries(publishedSamplers).map(([sampler, overall]) => ({
      sampler,
      overall,
      printed: 'Kang et al., ICLR 2020',
    })),
  };
}
