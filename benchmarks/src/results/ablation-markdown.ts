import { markdownTable } from '@disalign/report';
import type { AblationRow, ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { ablationCells } from './ablation-cells.js';
import { ablationSeeds } from './ablation-seeds.js';
import { dataSetTexts } from './data-set-texts.js';
import type { Environment } from './describe-environment.js';
import { environmentLines } from './environment-lines.js';
import { percentText } from './percent-text.js';

export interface AblationMarkdownOptions {
  /** Path of the figure as seen from the page. Default: the page shows none. */
  readonly figure?: string;
}

const header = [
  'arm',
  'trained numbers',
  'rho',
  'overall',
  'many',
  'medium',
  'few',
  'overall minus baseline [95 %]',
  'few minus baseline [95 %]',
];

/** The page of a component ablation: what it is, its table, the deviations, what it was made with, and how to read it. */
export function ablationMarkdown(
  ablation: ComponentAblation,
  environment: Environment,
  { figure }: AblationMarkdownOptions = {},
): string {
  const { title, origin } = dataSetTexts(ablation.dataSet);
  const heading = `Component ablation on ${title}`;
  const sections = [
    `# ${heading}`,
    `Which parts of DisAlign help a frozen network: ${ablationSeeds(ablation).text}, each arm on all of them. ${origin}`,
    ...(figure === undefined ? [] : [`![${heading}](${figure})`]),
    markdownTable(header, ablationCells(ablation)),
    '## Deviations',
    'Standard deviations in percentage points: over the networks (each the mean of its stage-2 seeds) / over the stage-2 seeds of a network.',
    deviationTable(ablation.rows),
    '## Made with',
    listOf([...circumstances(ablation), ...environmentLines(environment)]),
    '## How to read it',
    listOf(notes),
  ];
  return `${sections.join('\n\n')}\n`;
}

function deviationTable(rows: readonly AblationRow[]): string {
  const groups = ['overall', 'many', 'medium', 'few'] as const;
  return markdownTable(
    ['arm', ...groups],
    rows.map(({ arm, deviationOverNetworks, deviationOverFits }) => [
      arm,
      ...groups.map(
        (group) => `${percentText(deviationOverNetworks[group])} / ${percentText(deviationOverFits[group])}`,
      ),
    ]),
  );
}

function circumstances(ablation: ComponentAblation): string[] {
  const { networks, fits } = ablationSeeds(ablation);
  const { many, medium, few } = ablation.classesByGroup;
  return [
    `Data: ${ablation.classes} classes (${many} many, ${medium} medium, ${few} few), ${ablation.testImages} test images`,
    `Seeds: networks ${networks.join(', ')}; stage 2 ${fits.join(', ')}`,
    `Training rows of stage 2 that the networks get right as they are: ${ablation.trainAccuracy.map(percentText).join(', ')} %`,
  ];
}

const notes = [
  'The rows are parallel arms: each starts from the same frozen networks, none builds on the row above.',
  'Accuracies are in percent, means over the classes of the test split. Many: more than 100 training images; few: fewer than 20; ' +
    '`-` where there is no such class.',
  'rho is chosen on the validation split, once for each network; a range is that over the networks. Every fit is by gradient descent.',
  'Intervals are paired bootstraps over the test images, for these networks: other networks add the deviation above.',
  "The values of the paper's Table 5 could not be obtained, so none stand here. For orientation, the authors' released ImageNet-LT " +
    'ResNeXt-50 (theirs, not ours): 46.9 (68.2 / 40.4 / 9.6) before, 52.4 (61.4 / 50.5 / 33.7) after DisAlign.',
];

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
