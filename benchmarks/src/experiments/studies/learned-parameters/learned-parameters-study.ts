import type { Calibration } from '@disalign/core';
import type { Chart, Section, Table } from '@disalign/report';
import { mean } from '../../mean.js';
import type { MethodRun } from '../../methods/method-run.js';
import { deviation } from '../../run-statistics.js';
import { byFrequency, classAxis, classPoints } from '../class-order.js';
import { comparedRequest } from '../compared-request.js';
import { findRuns } from '../find-runs.js';
import { seedsText } from '../seeds-text.js';
import type { Study, SubjectFacts } from '../study.js';

/** The learned magnitude and margin of each class (paper Fig. 6). */
export const learnedParametersStudy: Study = {
  title: 'Learned magnitudes and margins (paper Fig. 6)',
  requests: [comparedRequest('disalign')],
  report({ subject, measured }) {
    const networks = findRuns(measured, { method: 'disalign' });
    const parts = { magnitude: partOf(networks, magnitudeOf), margin: partOf(networks, marginOf) };
    const { title, origin } = subject;
    const section: Section = {
      heading: `Learned magnitudes and margins on ${title} (paper Fig. 6)`,
      paragraphs: [
        `${seedsText(measured)} With the mean confidence c of the test images, the logit of class j is multiplied by 1 + c (a_j - 1) and moved by c b_j. ${origin}`,
      ],
      charts: [parametersChart(parts, subject)],
      tables: [parametersTable(parts, subject)],
      notes: ["The paper's figure has no printed numbers that could be obtained."],
    };
    return { summary: [tailSentence(parts, subject)], sections: [section] };
  },
};

/** One number of each class. [K] */
interface ClassPart {
  readonly mean: readonly number[];
  /** Over networks, each the mean of its seeds; NaN for one network. */
  readonly deviation: readonly number[];
}

interface Parts {
  readonly magnitude: ClassPart;
  readonly margin: ClassPart;
}

type PartOf = (calibration: Calibration, confidence: number) => readonly number[];

const magnitudeOf: PartOf = ({ scale, form }, confidence) =>
  Array.from(scale, (a) => (form === 'blend' ? 1 + confidence * (a - 1) : 1 + confidence * a));
const marginOf: PartOf = ({ bias }, confidence) => Array.from(bias, (b) => confidence * b);

function partOf(networks: readonly (readonly MethodRun[])[], valuesOf: PartOf): ClassPart {
  const byNetwork = networks.map((runs) => {
    const values = runs.flatMap(({ calibration, meanConfidence }) =>
      calibration && meanConfidence !== null ? [valuesOf(calibration, meanConfidence)] : [],
    );
    return values[0].map((_, k) => mean(values.map((list) => list[k])));
  });
  const overNetworks = (summary: (values: number[]) => number) =>
    byNetwork[0].map((_, k) => summary(byNetwork.map((list) => list[k])));
  return { mean: overNetworks(mean), deviation: overNetworks(deviation) };
}

function parametersChart(parts: Parts, subject: SubjectFacts): Chart {
  const series = (['magnitude', 'margin'] as const).map((panel) => ({
    name: 'DisAlign',
    panel,
    points: classPoints(subject, (k) => parts[panel].mean[k]),
  }));
  return {
    name: `fig6-${subject.key}`,
    title: `Learned magnitude and margin of each class on ${subject.title}`,
    caption:
      'Mean over networks and stage-2 seeds, the largest class first. Untouched logits have magnitude 1 and margin 0.',
    kind: 'points',
    x: classAxis,
    y: { label: 'value' },
    series,
    marks: [
      { label: 'untouched', y: 1, panel: 'magnitude' },
      { label: 'untouched', y: 0, panel: 'margin' },
    ],
  };
}

function parametersTable(parts: Parts, { key, title, classNames, trainCounts }: SubjectFacts): Table {
  const cell = ({ mean: means, deviation: deviations }: ClassPart, k: number) => ({
    mean: means[k],
    ...(Number.isNaN(deviations[k]) ? {} : { deviation: deviations[k] }),
  });
  return {
    name: `fig6-${key}`,
    caption: `Magnitude and margin of each class on ${title}, the largest class first; ± over networks.`,
    columns: [
      { key: 'class', heading: 'class' },
      { key: 'samples', heading: 'training samples', digits: 0 },
      { key: 'magnitude', heading: 'magnitude', digits: 3 },
      { key: 'margin', heading: 'margin', digits: 3, signed: true },
    ],
    rows: byFrequency(trainCounts).map((k) => ({
      class: classNames[k],
      samples: trainCounts[k],
      magnitude: cell(parts.magnitude, k),
      margin: cell(parts.margin, k),
    })),
  };
}

/** What the tail gets over the head: means of the rarest and the largest tenth of the classes. */
function tailSentence({ magnitude, margin }: Parts, { title, trainCounts }: SubjectFacts): string {
  const order = byFrequency(trainCounts);
  const tenth = Math.max(1, Math.floor(order.length / 10));
  const meansOf = ({ mean: means }: ClassPart) =>
    [order.slice(0, tenth), order.slice(-tenth)].map((classes) => mean(classes.map((k) => means[k])).toFixed(2));
  const [magnitudes, margins] = [meansOf(magnitude), meansOf(margin)];
  return (
    `On ${title} the largest tenth of the classes has magnitude ${magnitudes[0]} and margin ${margins[0]}, ` +
    `the rarest tenth ${magnitudes[1]} and ${margins[1]} (means).`
  );
}
