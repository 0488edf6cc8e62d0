import type { Chart, Series } from '../document/chart.js';
import type { LivePanel } from './live-panel.js';
import type { LiveValues } from './live-values.js';
import { runningMean } from './running-mean.js';

/** A running mean reaches over a twentieth of the classes to either side. */
const NEIGHBOURS = 1 / 40;

/** The accuracy of each class, the largest first, before and after: a dot for each class after, and running means of both. */
export function liveChart({ classNames, counts }: LivePanel, { untouched, calibrated }: LiveValues): Chart {
  const order = counts.map((_, k) => k).sort((a, b) => counts[b] - counts[a]);
  const width = Math.floor(order.length * NEIGHBOURS);
  const curve = (name: string, accuracies: readonly (number | null)[]): Series => ({
    name,
    kind: 'lines',
    points: points(
      runningMean(
        order.map((k) => accuracies[k]),
        width,
      ),
    ),
  });
  const labels = order.map((k) => `${classNames[k]} (${counts[k]} in training)`);
  const dots = points(
    order.map((k) => calibrated.classes[k]),
    labels,
  );
  return {
    name: 'live',
    title: 'Accuracy of each class',
    caption: 'Accuracy of each class on the test rows.',
    kind: 'points',
    x: { label: 'class, by training samples, the largest first' },
    y: { label: 'accuracy', unit: '%', range: [0, 100], digits: 1 },
    series: [
      curve('untouched model', untouched.classes),
      curve('this setting', calibrated.classes),
      { name: 'this setting', kind: 'points', points: dots },
    ],
  };
}

function points(accuracies: readonly (number | null)[], labels?: readonly string[]): Series['points'] {
  return accuracies.flatMap((accuracy, at) =>
    accuracy === null ? [] : [{ x: at + 1, y: 100 * accuracy, ...(labels && { label: labels[at] }) }],
  );
}
