import type { Chart, Section, Table } from '@disalign/report';
import { samplerVariants } from '../../../checkpoints/checkpoint-recipe.js';
import { comparedMethods, comparedNames, type ComparedName } from '../../methods/compared-methods.js';
import { runStatistics, type RunStatistics } from '../../run-statistics.js';
import { accuracyCell } from '../cells.js';
import { comparedRequest } from '../compared-request.js';
import { findRuns } from '../find-runs.js';
import { seedsText } from '../seeds-text.js';
import type { Findings, Study, SubjectFacts } from '../study.js';
import { compareSamplers } from './compare-samplers.js';
import { samplerSections, samplerSentences } from './sampler-sections.js';

/** Samplers of stage 1 by their bounds, and the methods against the empirical bound (paper Fig. 2). */
export const boundGapStudy: Study = {
  title: 'Samplers and methods against the bound (paper Fig. 2)',
  requests: comparedNames.map(comparedRequest),
  others: { variants: samplerVariants, requests: (['joint', 'empirical-bound'] as const).map(comparedRequest) },
  report({ subject, measured: all }) {
    const measured = all.filter(({ variant }) => variant === undefined);
    const gaps = gapsOf(measured);
    const samplers = compareSamplers({ subject, measured: all });
    const section: Section = {
      heading: `Methods against the empirical bound on ${subject.title} (paper Fig. 2, right)`,
      paragraphs: [
        `${seedsText(measured)} How far each method comes from the joint baseline (0 %) to the bound (100 %), a head trained on the balanced ` +
          `full data set on the same features. ${subject.origin}`,
      ],
      charts: [gapChart(gaps, subject)],
      tables: [gapTable(gaps, subject)],
      notes: [
        "The paper's figure has no printed numbers that could be obtained, nor is it said which methods it shows.",
      ],
    };
    return {
      summary: [...samplerSentences(samplers, subject), ...bestSentence(gaps, subject)],
      sections: [...samplerSections(samplers, subject), section],
    };
  },
};

interface Gap {
  readonly method: ComparedName;
  readonly statistics: RunStatistics;
  /** Share of the way from the joint baseline to the bound; null where there is no bound above the baseline. */
  readonly closed: number | null;
}

function gapsOf(measured: Findings['measured']): Gap[] {
  const all = comparedNames.flatMap((method) => {
    const networks = findRuns(measured, { method });
    return networks.length === 0
      ? []
      : [{ method, statistics: runStatistics(networks.map((runs) => runs.map(({ test }) => test))) }];
  });
  const overallOf = (name: ComparedName) => all.find(({ method }) => method === name)?.statistics.mean.overall ?? null;
  const [joint, bound] = [overallOf('joint'), overallOf('empirical-bound')];
  return all.map((one) => {
    const own = one.statistics.mean.overall;
    const reachable = joint !== null && bound !== null && own !== null && bound > joint;
    return { ...one, closed: reachable ? (own - joint) / (bound - joint) : null };
  });
}

function gapChart(gaps: readonly Gap[], { key, title }: SubjectFacts): Chart {
  const percentOf = (name: ComparedName) =>
    100 * (gaps.find(({ method }) => method === name)?.statistics.mean.overall ?? NaN);
  const ends = (['joint', 'empirical-bound'] as const).flatMap((name) => {
    const x = percentOf(name);
    return Number.isNaN(x) ? [] : [{ label: comparedMethods[name].title, x }];
  });
  return {
    name: `fig2-right-${key}`,
    title: `Methods against the empirical bound on ${title}`,
    caption: 'Test accuracy, mean over classes; bars: one deviation over networks.',
    kind: 'points',
    x: { label: 'accuracy', unit: '%', digits: 1 },
    y: { label: 'method', scale: 'category' },
    series: [
      {
        name: 'accuracy',
        points: gaps.map(({ method, statistics: { mean, deviationOverNetworks } }) => {
          const x = 100 * (mean.overall ?? NaN);
          const deviation = deviationOverNetworks.overall;
          return {
            x,
            y: comparedMethods[method].title,
            ...(deviation !== null && { low: x - 100 * deviation, high: x + 100 * deviation }),
          };
        }),
      },
    ],
    marks: ends,
  };
}

function gapTable(gaps: readonly Gap[], { key, title }: SubjectFacts): Table {
  return {
    name: `fig2-right-${key}`,
    caption: `Test accuracy on ${title}, and the share of the way from the joint baseline to the bound; ± over networks.`,
    columns: [
      { key: 'method', heading: 'method' },
      { key: 'overall', heading: 'overall', unit: '%', digits: 1 },
      { key: 'closed', heading: 'of the way to the bound', unit: '%', digits: 0 },
    ],
    rows: gaps.map(({ method, statistics, closed }) => ({
      method: comparedMethods[method].title,
      overall: accuracyCell(statistics, 'overall'),
      closed: closed === null ? null : 100 * closed,
    })),
  };
}

function bestSentence(gaps: readonly Gap[], { title }: SubjectFacts): string[] {
  const others = gaps.filter(({ method, closed }) => method !== 'empirical-bound' && closed !== null);
  if (others.length === 0) return [];
  const best = others.reduce((a, b) => ((b.closed ?? 0) > (a.closed ?? 0) ? b : a));
  const share = (100 * (best.closed ?? NaN)).toFixed(0);
  return [
    `On ${title} ${comparedMethods[best.method].title} comes nearest to the bound: ${share} % of the way from the joint baseline.`,
  ];
}
