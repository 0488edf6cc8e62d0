import type { ByShotGroup } from '@disalign/core';
import type { Chart, Section, Series, Table } from '@disalign/report';
import type { MeasuredMethod, MethodRun } from '../../methods/method-run.js';
import { runStatistics, type RunStatistics } from '../../run-statistics.js';
import { accuracyCell } from '../cells.js';
import { comparedRequest } from '../compared-request.js';
import { findRuns } from '../find-runs.js';
import { seedsText } from '../seeds-text.js';
import type { Study, SubjectFacts } from '../study.js';

/** 0, 0.25, … 2.5: beyond the rho that any validation split has chosen. */
const SWEEP = Array.from({ length: 11 }, (_, i) => i / 4);
/** In points: `rho: 'auto'` may be so far behind the best of the sweep. */
const BAR = 0.5;
const groups = ['overall', 'many', 'medium', 'few'] as const;

/** Accuracy over rho, with what `rho: 'auto'` chooses marked. */
export const rhoSweepStudy: Study = {
  title: 'Accuracy over rho',
  requests: [
    comparedRequest('disalign'),
    ...SWEEP.map((rho) => ({ method: 'disalign', priors: ['uniform'], given: { rho } }) as const),
  ],
  report({ subject, measured }) {
    const sweep = sweepOf(measured);
    const { title, origin } = subject;
    const { key } = subject;
    const section: Section = {
      heading: `Accuracy over rho on ${title}`,
      paragraphs: [`${seedsText(measured)} ${origin}`],
      charts: [sweepChart(sweep, subject)],
      tables: [sweepTable(sweep, key)],
      notes: [
        "`rho: 'auto'` chooses among 0, 0.1, … 3 on the validation split, by the first stage-2 seed of each network; the sweep is scored on the test split, " +
          'so that its best is chosen there, which is to its favour.',
        'The sweep of the paper could not be obtained. Its authors chose 1.2 for ImageNet-LT with a ResNeXt-50.',
      ],
    };
    return { summary: [autoSentence(sweep, title)], sections: [section] };
  },
};

interface SweepPoint {
  readonly rho: number;
  readonly statistics: RunStatistics;
}

interface Sweep {
  readonly points: readonly SweepPoint[];
  readonly auto: RunStatistics;
  /** By network: the chosen rho, and the accuracies with it. */
  readonly chosen: readonly { readonly rho: number; readonly mean: ByShotGroup<number | null> }[];
}

function sweepOf(measured: readonly MeasuredMethod[]): Sweep {
  const statisticsOf = (networks: readonly (readonly MethodRun[])[]) =>
    runStatistics(networks.map((runs) => runs.map(({ test }) => test)));
  const auto = findRuns(measured, { method: 'disalign' });
  return {
    points: SWEEP.map((rho) => ({ rho, statistics: statisticsOf(findRuns(measured, { method: 'disalign', rho })) })),
    auto: statisticsOf(auto),
    chosen: auto.map((runs) => ({ rho: runs[0].chosen.rho, mean: statisticsOf([runs]).mean })),
  };
}

/** How far the automatic choice is behind the best rho of the sweep, and whether that is within the bar. */
function autoSentence({ points, auto, chosen }: Sweep, title: string): string {
  const best = points.reduce((a, b) => ((b.statistics.mean.overall ?? 0) > (a.statistics.mean.overall ?? 0) ? b : a));
  const [highest, own] = [best.statistics, auto].map(({ mean }) => 100 * (mean.overall ?? NaN));
  const gap = highest - own;
  const verdict = gap <= BAR ? `within ${BAR} points` : `not within ${BAR} points`;
  return (
    `On ${title} \`rho: 'auto'\` chooses ${chosen.map(({ rho }) => rho.toFixed(1)).join(', ')} and reaches ${own.toFixed(1)} %; ` +
    `the best of the sweep is rho ${best.rho} with ${highest.toFixed(1)} %, ${Math.abs(gap).toFixed(2)} points ${gap < 0 ? 'below' : 'above'} it: ${verdict}.`
  );
}

function sweepChart({ points, chosen }: Sweep, { key, title }: SubjectFacts): Chart {
  const present = groups.filter((group) => points[0].statistics.mean[group] !== null);
  const curve = (panel: (typeof groups)[number]): Series => ({
    name: 'accuracy',
    panel,
    points: points.map(({ rho, statistics }) => {
      const y = 100 * (statistics.mean[panel] ?? NaN);
      const deviation = statistics.deviationOverNetworks[panel];
      return { x: rho, y, ...(deviation !== null && { low: y - 100 * deviation, high: y + 100 * deviation }) };
    }),
  });
  const automatic = (panel: (typeof groups)[number]): Series => ({
    name: "rho: 'auto'",
    kind: 'points',
    panel,
    points: chosen.map(({ rho, mean }, network) => ({
      x: rho,
      y: 100 * (mean[panel] ?? NaN),
      label: `network ${network + 1}`,
    })),
  });
  return {
    name: `rho-sweep-${key}`,
    title: `Accuracy over rho on ${title}`,
    caption:
      "Test accuracy, mean over classes. Bands: one deviation over networks. Dots: what `rho: 'auto'` chose, network by network.",
    kind: 'lines',
    x: { label: 'rho' },
    y: { label: 'accuracy', unit: '%', digits: 1 },
    series: present.flatMap((panel) => [curve(panel), automatic(panel)]),
  };
}

function sweepTable({ points, auto }: Sweep, key: string): Table {
  const row = (rho: string, statistics: RunStatistics) => ({
    rho,
    ...Object.fromEntries(groups.map((group) => [group, accuracyCell(statistics, group)])),
  });
  return {
    name: `rho-sweep-${key}`,
    caption: 'Test accuracy by rho; ± over networks, each the mean of its stage-2 seeds.',
    columns: [
      { key: 'rho', heading: 'rho' },
      ...groups.map((group) => ({ key: group, heading: group, unit: '%', digits: 1 })),
    ],
    rows: [...points.map(({ rho, statistics }) => row(String(rho), statistics)), row('auto', auto)],
  };
}
