import { padColumns } from '@disalign/report';
import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { ablationCells } from './ablation-cells.js';
import { ablationSeeds } from './ablation-seeds.js';
import { dataSetTexts } from './data-set-texts.js';

const header = ['arm', 'trained', 'rho', 'all', 'many', 'med.', 'few', 'all - baseline', 'few - baseline'];
const MAX_WIDTH = 109;

/** The table of a component ablation for a terminal. */
export function ablationTable(ablation: ComponentAblation): string {
  const lines = padColumns([header, ...ablationCells(ablation)]);
  // Intervals of many digits: the columns move together.
  const gap = lines[0].join('  ').length > MAX_WIDTH ? ' ' : '  ';
  return [
    `${dataSetTexts(ablation.dataSet).title}, ${ablationSeeds(ablation).text}`,
    '',
    ...lines.map((cells) => cells.join(gap).trimEnd()),
    '',
    'Test accuracy in percent, mean over classes; rho chosen on validation; 95 % intervals over test images.',
  ].join('\n');
}
