import { ablationFigure } from '../figures/ablation-figure.js';
import type { ExperimentName } from '../options.js';
import { ablationMarkdown } from '../results/ablation-markdown.js';
import { ablationTable } from '../results/ablation-table.js';
import type { Environment } from '../results/describe-environment.js';
import { optimizerMarkdown, optimizerTable } from '../results/optimizer-markdown.js';
import { ablationArms } from './component-ablation/ablation-arm.js';
import { runComponentAblation, type ComponentAblationOptions } from './component-ablation/run-component-ablation.js';
import { runOptimizerComparison } from './optimizers/run-optimizer-comparison.js';

/** What an experiment found on one data set, in the forms it is shown in. */
export interface ExperimentReport {
  readonly data: object;
  /** For a terminal. */
  readonly table: string;
  readonly markdown: (environment: Environment) => string;
  /** An SVG. */
  readonly figure?: () => Promise<string>;
}

/** A named experiment on one data set. */
export interface Experiment {
  /** How many tasks it reports progress of, for each network. */
  readonly tasksPerNetwork: number;
  readonly run: (options: ComponentAblationOptions) => Promise<ExperimentReport>;
}

/** Every experiment by its name. */
export const experiments: Readonly<Record<ExperimentName, Experiment>> = {
  'component-ablation': {
    tasksPerNetwork: 1 + ablationArms.length,
    run: async (options) => {
      const ablation = await runComponentAblation(options);
      const figure = `component-ablation-${options.dataSet}.svg`;
      return {
        data: { ablation },
        table: ablationTable(ablation),
        markdown: (environment) => ablationMarkdown(ablation, environment, { figure }),
        figure: () => ablationFigure(ablation),
      };
    },
  },
  optimizers: {
    tasksPerNetwork: 2,
    run: async (options) => {
      const comparison = await runOptimizerComparison(options);
      return {
        data: { comparison },
        table: optimizerTable(comparison),
        markdown: (environment) => optimizerMarkdown(comparison, environment),
      };
    },
  },
};
