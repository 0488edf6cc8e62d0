import { ablationFigure } from '../figures/ablation-figure.js';
import type { Section } from '@disalign/report';
import type { ExperimentName } from '../options.js';
import { ablationMarkdown } from '../results/ablation-markdown.js';
import { ablationSection } from '../results/ablation-section.js';
import { ablationTable } from '../results/ablation-table.js';
import type { Environment } from '../results/describe-environment.js';
import { optimizerMarkdown, optimizerTable } from '../results/optimizer-markdown.js';
import { ablationArms } from './component-ablation/ablation-arm.js';
import { runComponentAblation, type ComponentAblationOptions } from './component-ablation/run-component-ablation.js';
import { runOptimizerComparison } from './optimizers/run-optimizer-comparison.js';
import { runStudy } from './studies/run-study.js';
import { subjectKey } from './subject.js';
import { studies, type StudyName } from './studies/studies.js';

/** What an experiment found on one data set, in the forms it is shown in. */
export interface ExperimentReport {
  readonly data: object;
  /** For a terminal. */
  readonly table: string;
  readonly markdown: (environment: Environment) => string;
  /** An SVG. */
  readonly figure?: () => Promise<string>;
  /** SVGs by name, where there are several. */
  readonly figures?: () => Promise<Readonly<Record<string, string>>>;
  /** The answers, a sentence each, for a report of several experiments. */
  readonly summary?: readonly string[];
  /** What a report of several experiments takes over. */
  readonly sections?: readonly Section[];
}

/** A named experiment on one data set. */
export interface Experiment {
  /** How many tasks it reports progress of, for each network. */
  readonly tasksPerNetwork: number;
  readonly run: (options: ComponentAblationOptions) => Promise<ExperimentReport>;
}

function studyExperiment(name: StudyName): Experiment {
  const study = studies[name];
  // The features, those of the bound, and what is measured.
  const tasks = study.requests.length === 0 ? 0 : 2 + study.requests.length;
  return { tasksPerNetwork: tasks, run: (options) => runStudy(study, name, options) };
}

/** Every experiment by its name. */
export const experiments: Readonly<Record<ExperimentName, Experiment>> = {
  'component-ablation': {
    tasksPerNetwork: 1 + ablationArms.length,
    run: async (options) => {
      const ablation = await runComponentAblation(options);
      const figure = `component-ablation-${subjectKey(options.subject)}.svg`;
      return {
        data: { ablation },
        table: ablationTable(ablation),
        markdown: (environment) => ablationMarkdown(ablation, environment, { figure }),
        figure: () => ablationFigure(ablation),
        sections: [ablationSection(ablation)],
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
  table2: studyExperiment('table2'),
  methods: studyExperiment('methods'),
  fig1: studyExperiment('fig1'),
  fig2: studyExperiment('fig2'),
  fig3: studyExperiment('fig3'),
  fig4: studyExperiment('fig4'),
  'rho-sweep': studyExperiment('rho-sweep'),
  fig6: studyExperiment('fig6'),
};
