import {
  comparedOptimizers,
  comparedRhos,
  type ComparedOptimizer,
  type OptimizerComparison,
  type OptimizerRun,
} from '../experiments/optimizers/optimizer-comparison.js';
import { dataSetTexts } from './data-set-texts.js';
import type { Environment } from './describe-environment.js';
import { environmentLines } from './environment-lines.js';
import { markdownTable } from './markdown-table.js';
import { percentText } from './percent-text.js';

/** The table of an optimiser comparison, for a terminal and for its page. */
export function optimizerTable({ runs }: OptimizerComparison): string {
  const names = Object.keys(comparedOptimizers) as ComparedOptimizer[];
  const rows = names.map((optimizer) => {
    const own = runs.filter((run) => run.optimizer === optimizer);
    const list = (text: (run: OptimizerRun) => string) => own.map(text).join(' / ');
    return [
      optimizer,
      percentText(mean(own.map(({ validation }) => validation))),
      list(({ validation }) => percentText(validation)),
      list(({ rho }) => String(rho)),
      mean(own.map(({ seconds }) => seconds)).toFixed(1),
    ];
  });
  return markdownTable(['optimiser', 'validation', 'by network', 'rho', 'seconds a fit'], rows);
}

/** The page of an optimiser comparison. */
export function optimizerMarkdown(comparison: OptimizerComparison, environment: Environment): string {
  const { title, origin } = dataSetTexts[comparison.dataSet];
  return `${[
    `# Optimisers of the full calibration on ${title}`,
    `Accuracy on the validation images in percent, mean over classes, each at its best rho of ${comparedRhos.join(', ')}. ` +
      `Test images play no part. ${origin}`,
    optimizerTable(comparison),
    'Seconds are those of one fit with its checks and its verdict, two threads beside each other; compare them within this table only.',
    environmentLines(environment)
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
