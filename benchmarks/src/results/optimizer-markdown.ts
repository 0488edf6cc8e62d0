import { markdownTable } from '@disalign/report';
import { mean } from '../experiments/mean.js';
import { comparedRhos, type OptimizerComparison } from '../experiments/optimizers/optimizer-comparison.js';
import { dataSetTexts } from './data-set-texts.js';
import { differenceText } from './difference-text.js';
import type { Environment } from './describe-environment.js';
import { environmentLines } from './environment-lines.js';
import { percentText } from './percent-text.js';

/** The table of an optimiser comparison, for a terminal and for its page. */
export function optimizerTable({ rows }: OptimizerComparison): string {
  const cells = rows.map(({ optimizer, runs, overFirst }) => [
    optimizer,
    percentText(mean(runs.map(({ validation }) => validation))),
    differenceText(overFirst),
    runs.map(({ validation }) => percentText(validation)).join(' / '),
    runs.map(({ rho }) => String(rho)).join(' / '),
    mean(runs.map(({ seconds }) => seconds)).toFixed(1),
  ]);
  return markdownTable(
    ['optimiser', 'validation', 'minus the first [95 %]', 'by network', 'rho', 'seconds a fit'],
    cells,
  );
}

/** The page of an optimiser comparison. */
export function optimizerMarkdown(comparison: OptimizerComparison, environment: Environment): string {
  const { title, origin } = dataSetTexts(comparison.dataSet);
  return `${[
    `# Optimisers of the full calibration on ${title}`,
    `Accuracy on the validation images in percent, mean over classes, each at its best rho of ${comparedRhos.join(', ')}. ` +
      `${comparison.validationImages} validation images, paired intervals over them; test images play no part. ${origin}`,
    optimizerTable(comparison),
    'Seconds are those of one fit with its checks and its verdict, two threads beside each other; compare them within this table only.',
    environmentLines(environment)
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}
