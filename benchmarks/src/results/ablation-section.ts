import type { Section, Series } from '@disalign/report';
import { ablationMarks } from '../figures/ablation-marks.js';
import { accuracyCell, differenceCell } from '../experiments/studies/cells.js';
import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { ablationSeeds } from './ablation-seeds.js';
import { dataSetTexts } from './data-set-texts.js';
import { rhoText } from './rho-text.js';

const groups = ['overall', 'many', 'medium', 'few'] as const;

/** The component ablation (paper Table 5) as a section of a report of several experiments. */
export function ablationSection(ablation: ComponentAblation): Section {
  const { title, origin } = dataSetTexts(ablation.dataSet);
  const heading = `Component ablation on ${title} (paper Table 5)`;
  const name = `component-ablation-${ablation.dataSet}`;
  const series = ablationMarks(ablation).map(({ group, marks }): Series => ({
    name: 'accuracy',
    panel: group,
    points: marks.map(({ arm, accuracy, lower, upper }) => ({ x: accuracy, y: arm, low: lower, high: upper })),
  }));
  return {
    heading,
    paragraphs: [`Which parts of DisAlign help a frozen network: ${ablationSeeds(ablation).text}. ${origin}`],
    charts: [
      {
        name,
        title: heading,
        caption:
          'Test accuracy, mean over classes. Bars: 95 % interval, over test images, of the distance from the baseline.',
        kind: 'points',
        x: { label: 'accuracy', unit: '%', digits: 1 },
        y: { label: 'arm', scale: 'category' },
        series,
      },
    ],
    tables: [
      {
        name,
        caption:
          'Test accuracy; ± over networks, 95 % paired intervals over test images. Rho is chosen on the validation split.',
        columns: [
          { key: 'arm', heading: 'arm' },
          { key: 'trained', heading: 'trained numbers', digits: 0 },
          { key: 'rho', heading: 'rho' },
          ...groups.map((group) => ({ key: group, heading: group, unit: '%', digits: 1 })),
          { key: 'difference', heading: 'overall minus baseline', digits: 1, signed: true },
        ],
        rows: ablation.rows.map((row) => ({
          arm: row.arm,
          trained: row.trainedParameters,
          rho: rhoText(row.runs),
          ...Object.fromEntries(groups.map((group) => [group, accuracyCell(row, group)])),
          difference: differenceCell(row.overBaseline?.overall ?? null),
        })),
      },
    ],
    notes: ["The values of the paper's Table 5 could not be obtained."],
  };
}
