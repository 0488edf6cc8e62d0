import type { CalibrationRecord, ShotGroup } from '@disalign/core';
import type { Section } from '@disalign/report';
import type { Evaluation } from '../evaluate/evaluate-files.js';

/** What is told of each class. */
export interface ReportedClasses {
  readonly evaluation: Evaluation;
  readonly calibration: CalibrationRecord['calibration'];
  /** [K] */
  readonly classNames: readonly string[];
  /** [K] */
  readonly groups: readonly ShotGroup[];
}

/** Before and after class by class, the largest first: a chart, and a table with what was learned. */
export function classSection({ evaluation, calibration, classNames, groups }: ReportedClasses): Section {
  const { verdict, counts, support } = evaluation;
  const order = counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a] || a - b);
  const before = verdict.untouched.classAccuracy.map(toPercent);
  const after = verdict.calibrated.classAccuracy.map(toPercent);
  const series = (name: string, accuracies: readonly (number | null)[]) => ({
    name,
    points: order.flatMap((k, rank) => {
      const y = accuracies[k];
      return y === null ? [] : [{ x: rank + 1, y, label: classNames[k] }];
    }),
  });
  return {
    heading: 'By class',
    paragraphs: ['Every class, that with the most training samples first.'],
    charts: [
      {
        name: 'by-class',
        title: 'Accuracy of each class',
        caption: 'Classes by their number of training samples.',
        kind: 'points',
        x: { label: 'class, most training samples first' },
        y: { label: 'accuracy', unit: '%' },
        series: [series('before', before), series('after', after)],
      },
    ],
    tables: [
      {
        name: 'classes',
        caption: 'Accuracy of each class, and what was learned for it.',
        columns: [
          { key: 'class', heading: 'class' },
          { key: 'group', heading: 'group' },
          { key: 'samples', heading: 'training samples' },
          { key: 'rows', heading: 'test rows' },
          { key: 'before', heading: 'before', unit: '%', digits: 1 },
          { key: 'after', heading: 'after', unit: '%', digits: 1 },
          { key: 'change', heading: 'change', unit: 'points', digits: 1, signed: true },
          { key: 'magnitude', heading: 'magnitude', digits: 3 },
          { key: 'margin', heading: 'margin', digits: 3, signed: true },
        ],
        rows: order.map((k) => ({
          class: classNames[k],
          group: groups[k],
          samples: counts[k],
          rows: support[k],
          before: before[k],
          after: after[k],
          change: before[k] === null || after[k] === null ? null : after[k] - before[k],
          magnitude: calibration.scale[k],
          margin: calibration.bias[k],
        })),
      },
    ],
  };
}

function toPercent(share: number | null): number | null {
  return share === null ? null : 100 * share;
}
