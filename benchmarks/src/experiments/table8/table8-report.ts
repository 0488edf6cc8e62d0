import type { BootstrapInterval } from '@disalign/core';
import type { Cell, Chart, Column, Section, Table } from '@disalign/report';
import { mean } from '../mean.js';
import { triedStrengths } from './calibrate-detector.js';
import { tableMetrics, type ArmSummary } from './compare-arms.js';
import { evaluatedTypes, type EvaluatedType } from './detector-task.js';
import { publishedDetectors } from './published-lvis.js';
import type { Table8 } from './run-table8.js';
import { table8Answers } from './table8-answers.js';

/** How the table speaks of the data. */
export interface Table8Texts {
  /** Ends the names of tables and charts. */
  readonly key: string;
  readonly title: string;
  /** What the detectors and their proposals are, a paragraph each. */
  readonly origin: readonly string[];
}

const typeNames = { bbox: 'boxes', segm: 'masks' } as const satisfies Record<EvaluatedType, string>;
const differences = ['AP', 'APr', 'APc', 'APf'] as const;

/** The report of Table 8: answers, the tables of boxes and masks, how strength was chosen, and what the authors' repository says. */
export function table8Report(table8: Table8, texts: Table8Texts): { summary: string[]; sections: Section[] } {
  const seeds = new Set(table8.results.map(({ task }) => task.seed)).size;
  const types = evaluatedTypes.filter((type) => table8.rows.some(({ arms }) => arms.some((arm) => arm.type === type)));
  const results: Section = {
    heading: 'Detectors before and after',
    paragraphs: [...texts.origin],
    charts: [],
    tables: types.map((type) => resultTable(table8, type, { key: texts.key, seeds })),
    notes: [...notes],
  };
  return {
    summary: table8Answers(table8),
    sections: [results, strengthSection(table8, texts.key), publishedSection(texts.key)],
  };
}

const notes = [
  'Strengths (tau of logit adjustment, rho of DisAlign) are those of the best box AP on the selection split, for each seed; the test split was scored once. ' +
    'A tau of 0 is the untouched detector: where the least tau that was tried is the best, logit adjustment does nothing for it.',
  'Differences are against the untouched detector of the same row, with 95 % intervals: paired bootstraps over the test images, every seed on the same draw, for these detectors.',
  'DisAlign changes the scores of classes and nothing else: boxes, masks and the logit of the background are those of the detector.',
];

function resultTable({ rows }: Table8, type: EvaluatedType, { key, seeds }: { key: string; seeds: number }): Table {
  const columns: Column[] = [
    { key: 'detector', heading: 'detector' },
    { key: 'arm', heading: 'arm' },
    { key: 'strength', heading: 'strength' },
    ...tableMetrics.map((metric) => ({ key: metric, heading: metric, unit: '%', digits: 1 })),
    ...differences.map((metric) => ({
      key: `d${metric}`,
      heading: `${metric} minus baseline`,
      unit: 'points',
      digits: 1,
      signed: true,
    })),
  ];
  return {
    name: `table8-${typeNames[type]}-${key}`,
    caption: `AP of ${typeNames[type]}; mean and standard deviation over ${seeds} ${seeds === 1 ? 'detector' : 'detectors'}.`,
    columns,
    rows: rows.flatMap(({ name, arms }) =>
      arms
        .filter((arm) => arm.type === type)
        .map((arm) => ({ detector: name, arm: arm.arm, strength: strengthText(arm), ...cellsOf(arm) })),
    ),
  };
}

function cellsOf({ mean: means, deviation, overBaseline }: ArmSummary): Record<string, Cell> {
  return {
    ...Object.fromEntries(
      tableMetrics.map((metric) => [
        metric,
        means[metric] < 0
          ? null
          : { mean: 100 * means[metric], ...(deviation && { deviation: 100 * deviation[metric] }) },
      ]),
    ),
    ...Object.fromEntries(differences.map((metric) => [`d${metric}`, differenceCell(overBaseline?.[metric] ?? null)])),
  };
}

function differenceCell(interval: BootstrapInterval | null): Cell {
  if (interval === null) return null;
  const { estimate, lower, upper } = interval;
  return { mean: 100 * estimate, interval: [100 * lower, 100 * upper] };
}

function strengthText({ strengths }: ArmSummary): Cell {
  if (strengths.length === 0) return null;
  return [...new Set(strengths)].sort((a, b) => a - b).join(', ');
}

/** Box AP on the selection split over the strengths, mean over the seeds. */
function strengthSection({ rows, results }: Table8, key: string): Section {
  const metrics = ['AP', 'APr', 'APc', 'APf'] as const;
  const scored = rows.flatMap(({ name }) =>
    (['logit adjustment', 'DisAlign'] as const).flatMap((arm) =>
      triedStrengths[arm].map((strength) => {
        const runs = results
          .filter(({ task }) => task.name === name)
          .flatMap(({ selection }) => selection.filter((one) => one.arm === arm && one.strength === strength));
        return {
          name,
          arm,
          strength,
          values: metrics.map((metric) => 100 * mean(runs.map((run) => run.metrics[metric]))),
        };
      }),
    ),
  );
  const chart: Chart = {
    name: `table8-strength-${key}`,
    title: 'Box AP over the strength of re-weighting',
    caption: 'DisAlign on the selection split, mean over the seeds: what the frequent classes lose and the others win.',
    kind: 'lines',
    x: { label: 'rho' },
    y: { label: 'AP', unit: '%' },
    series: rows.flatMap(({ name }) =>
      metrics.map((metric, place) => ({
        name: metric,
        panel: name,
        points: scored
          .filter((one) => one.name === name && one.arm === 'DisAlign')
          .map(({ strength, values }) => ({ x: strength, y: values[place] })),
      })),
    ),
  };
  return {
    heading: 'How strength was chosen',
    paragraphs: ['Box AP on the selection split, in percent, mean over the seeds.'],
    charts: [chart],
    tables: [
      {
        name: `table8-strengths-${key}`,
        caption: 'tau of logit adjustment and rho of DisAlign.',
        columns: [
          { key: 'detector', heading: 'detector' },
          { key: 'arm', heading: 'arm' },
          { key: 'strength', heading: 'strength', digits: 2 },
          ...metrics.map((metric) => ({ key: metric, heading: metric, unit: '%', digits: 1 })),
        ],
        rows: scored.map(({ name, arm, strength, values }) => ({
          detector: name,
          arm,
          strength,
          ...Object.fromEntries(metrics.map((metric, place) => [metric, values[place]])),
        })),
      },
    ],
  };
}

function publishedSection(key: string): Section {
  const source = 'authors-code' as const;
  return {
    heading: "What the authors' repository says of LVIS",
    paragraphs: [
      'Mask R-CNN with ResNet-50 and FPN, 300 detections an image, other data and another network than ours: for orientation. The ' +
        "numbers that were printed in the paper's Table 8 could not be obtained; the repository calls its own slightly higher.",
    ],
    charts: [],
    tables: [
      {
        name: `table8-published-${key}`,
        caption: 'LVIS val. Theirs, not ours.',
        columns: [
          { key: 'data', heading: 'data' },
          { key: 'type', heading: 'of' },
          { key: 'detector', heading: 'detector' },
          { key: 'arm', heading: 'arm' },
          ...tableMetrics.map((metric) => ({ key: metric, heading: metric, unit: '%', digits: 1, source })),
        ],
        rows: publishedDetectors.map(({ dataSet, type, detector, arm, values }) => ({
          data: dataSet,
          type: typeNames[type],
          detector,
          arm,
          ...Object.fromEntries(tableMetrics.map((metric, place) => [metric, values[place]])),
        })),
      },
    ],
  };
}
