import { classWeights } from '@disalign/core';
import type { Chart, Section, Table } from '@disalign/report';
import { classAxis, classPoints } from '../class-order.js';
import type { Study, SubjectFacts } from '../study.js';

/** Flat, in between, the inverse frequency, and beyond it: as far as fits choose. */
const RHOS = [0, 0.5, 1, 1.5, 2] as const;

/** The class weights for several rho over the class frequencies (paper Fig. 3, Eq. 11). */
export const classWeightsStudy: Study = {
  title: 'Class weights (paper Fig. 3)',
  requests: [],
  report({ subject }) {
    const weights = RHOS.map((rho) => ({
      rho,
      weights: classWeights(subject.trainCounts, { rho, normalization: 'classes' }),
    }));
    const section: Section = {
      heading: `Class weights on ${subject.title} (paper Fig. 3)`,
      paragraphs: [
        'The weight of class c is (1/r_c)^rho, r_c its share of the training rows, divided by the sum over the classes and multiplied by their ' +
          'number: a weight of 1 is that of plain cross-entropy. Rho 0 is flat, rho 1 the inverse frequency.',
      ],
      charts: [weightsChart(weights, subject)],
      tables: [weightsTable(weights, subject)],
      notes: ["The paper's figure has no printed numbers that could be obtained."],
    };
    const { trainCounts } = subject;
    const imbalance = Math.max(...trainCounts) / Math.min(...trainCounts);
    return {
      summary: [
        `The largest class has ${imbalance.toFixed(1)} times the training rows of the smallest: weights differ by that to the power rho.`,
      ],
      sections: [section],
    };
  },
};

interface RhoWeights {
  readonly rho: number;
  /** [K] */
  readonly weights: Float64Array;
}

function weightsChart(all: readonly RhoWeights[], subject: SubjectFacts): Chart {
  return {
    name: `fig3-${subject.key}`,
    title: `Class weights for several rho on ${subject.title}`,
    caption: 'Lines: weights, of mean 1. Grey: training samples of each class.',
    kind: 'lines',
    x: classAxis,
    y: { label: 'weight', scale: 'log' },
    right: { label: 'training samples' },
    series: [
      { name: 'samples', kind: 'bars', axis: 'right', points: classPoints(subject, (k) => subject.trainCounts[k]) },
      ...all.map(({ rho, weights }) => ({ name: `rho ${rho}`, points: classPoints(subject, (k) => weights[k]) })),
    ],
  };
}

function weightsTable(all: readonly RhoWeights[], { key, title }: SubjectFacts): Table {
  return {
    name: `fig3-${key}`,
    caption: `Smallest and largest class weight on ${title}; the mean is 1.`,
    columns: [
      { key: 'rho', heading: 'rho' },
      { key: 'smallest', heading: 'smallest' },
      { key: 'largest', heading: 'largest' },
      { key: 'ratio', heading: 'largest / smallest' },
    ],
    rows: all.map(({ rho, weights }) => {
      const [smallest, largest] = [Math.min(...weights), Math.max(...weights)];
      return { rho: String(rho), smallest, largest, ratio: largest / smallest };
    }),
  };
}
