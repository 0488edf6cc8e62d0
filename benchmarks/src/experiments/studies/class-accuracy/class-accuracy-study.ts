import { shotGroups, type ShotGroup } from '@disalign/core';
import { runningMean, type Chart, type Section, type Series, type Table } from '@disalign/report';
import { comparedMethods, type ComparedName } from '../../methods/compared-methods.js';
import { mean } from '../../mean.js';
import { byFrequency, classAxis, classPoints } from '../class-order.js';
import { comparedRequest } from '../compared-request.js';
import { findRuns } from '../find-runs.js';
import { seedsText } from '../seeds-text.js';
import type { Findings, Study, SubjectFacts } from '../study.js';
import { meanClassAccuracy } from './mean-class-accuracy.js';

const shown = ['joint', 'disalign', 'empirical-bound'] as const;
const groups: readonly ShotGroup[] = ['many', 'medium', 'few'];
/** A running mean reaches over a twentieth of the classes. */
const NEIGHBOURS = 1 / 40;

/** Per-class accuracy of the baseline against the empirical bound, and what DisAlign makes of it (paper Fig. 1). */
export const classAccuracyStudy: Study = {
  title: 'Accuracy of each class (paper Fig. 1)',
  requests: shown.map(comparedRequest),
  report({ subject, measured }) {
    const curves = curvesOf({ subject, measured });
    const section: Section = {
      heading: `Accuracy of each class on ${subject.title} (paper Fig. 1)`,
      paragraphs: [
        `${seedsText(measured)} The empirical bound: a head trained on the balanced full data set, on the same frozen features. ${subject.origin}`,
      ],
      charts: [classChart(curves, subject)],
      tables: [gapTable(curves, subject)],
      notes: [
        'Dots: the accuracy of each class, mean over networks and seeds. Lines: running means over a twentieth of the classes.',
        "The paper's figure has no printed numbers that could be obtained.",
      ],
    };
    return { summary: [gapSentence(curves, subject)], sections: [section] };
  },
};

interface Curve {
  readonly method: ComparedName;
  /** [K] */
  readonly accuracies: readonly (number | null)[];
}

function curvesOf({ measured }: Findings): Curve[] {
  return shown.flatMap((method) => {
    const networks = findRuns(measured, { method });
    return networks.length === 0 ? [] : [{ method, accuracies: meanClassAccuracy(networks) }];
  });
}

function classChart(curves: readonly Curve[], subject: SubjectFacts): Chart {
  const series = curves.flatMap(({ method, accuracies }): Series[] => {
    const name = comparedMethods[method].title;
    const order = byFrequency(subject.trainCounts);
    const width = Math.floor(order.length * NEIGHBOURS);
    const means = runningMean(
      order.map((k) => accuracies[k]),
      width,
    );
    const line = means.flatMap((share, rank) => (share === null ? [] : [{ x: rank + 1, y: 100 * share }]));
    const dots = classPoints(subject, (k) => percent(accuracies[k]));
    return [
      { name, kind: 'lines', points: line },
      { name, kind: 'points', points: dots },
    ];
  });
  return {
    name: `fig1-${subject.key}`,
    title: `Accuracy of each class on ${subject.title}`,
    caption: 'Test accuracy of each class, the largest class first: dots, and running means.',
    kind: 'lines',
    x: classAxis,
    y: { label: 'accuracy', unit: '%', range: [0, 100], digits: 1 },
    series,
  };
}

function gapTable(curves: readonly Curve[], { key, title, trainCounts }: SubjectFacts): Table {
  const shots = shotGroups(trainCounts);
  const meanOf = ({ accuracies }: Curve, group: ShotGroup | 'overall') => {
    const values = accuracies.filter((share, k) => share !== null && (group === 'overall' || shots[k] === group));
    return values.length === 0 ? null : percent(mean(values.map(Number)));
  };
  return {
    name: `fig1-${key}`,
    caption: `Mean accuracy of the classes of each group on ${title}.`,
    columns: [
      { key: 'method', heading: 'head' },
      ...['overall', ...groups].map((group) => ({ key: group, heading: group, unit: '%', digits: 1 })),
    ],
    rows: curves.map((curve) => ({
      method: comparedMethods[curve.method].title,
      ...Object.fromEntries((['overall', ...groups] as const).map((group) => [group, meanOf(curve, group)])),
    })),
  };
}

/** How many classes the bound has above the baseline, and where. */
function gapSentence(curves: readonly Curve[], { title, trainCounts }: SubjectFacts): string {
  const accuraciesOf = (name: ComparedName) => curves.find(({ method }) => method === name)?.accuracies;
  const [joint, bound] = [accuraciesOf('joint'), accuraciesOf('empirical-bound')];
  if (!joint || !bound) return `On ${title} there are no balanced rows for the empirical bound.`;
  const shots = shotGroups(trainCounts);
  const counts = groups.flatMap((group) => {
    const classes = joint.flatMap((_, k) => (shots[k] === group ? [k] : []));
    const above = classes.filter((k) => (bound[k] ?? 0) > (joint[k] ?? 0));
    return classes.length === 0 ? [] : [`${above.length} of ${classes.length} ${group}-shot`];
  });
  return `On ${title} the bound is above the baseline in ${counts.join(', ')} classes.`;
}

function percent(share: number | null): number | null {
  return share === null ? null : 100 * share;
}
