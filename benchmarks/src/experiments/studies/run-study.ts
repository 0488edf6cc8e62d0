import { reportMarkdown } from '@disalign/report';
import { drawCharts } from '../../results/draw-charts.js';
import { reportMetadata } from '../../results/report-metadata.js';
import { terminalText } from '../../results/terminal-text.js';
import type { ExperimentReport } from '../experiments.js';
import { measureMethods, type MeasureOptions } from '../methods/measure-methods.js';
import type { MeasuredMethod } from '../methods/method-run.js';
import { describeSubject } from './describe-subject.js';
import type { Study } from './study.js';

/** Measures what a study asks for on one data set, and says what it found. */
export async function runStudy(study: Study, name: string, options: MeasureOptions): Promise<ExperimentReport> {
  const { networkSeeds, fitSeeds } = options;
  const subject = await describeSubject(options);
  const measured = await measureMethods(study.requests, { ...options, others: study.others });
  const { summary, sections } = study.report({ subject, measured });
  const seeds = study.requests.length === 0 ? undefined : { networks: [...networkSeeds], 'stage 2': [...fitSeeds] };
  const document = {
    name: `${name}-${subject.key}`,
    title: `${study.title}: ${subject.title}`,
    summary: [...summary],
    sections: [...sections],
  };
  const data = {
    Classes: subject.classes,
    ...(measured.length > 0 && { 'Test images': measured[0].testLabels.length }),
  };
  return {
    data: { ...document, runs: measured.flatMap(plainRuns) },
    table: terminalText(document),
    markdown: (environment) => reportMarkdown({ ...document, metadata: reportMetadata(environment, { seeds, data }) }),
    figures: () => drawCharts(sections),
    summary,
    sections,
  };
}

/** Without what JSON has no form for, or has no use of: rows, and the numbers of calibrations. */
function plainRuns({ networkSeed, variant, request, runs }: MeasuredMethod): object[] {
  return runs.map(({ fitSeed, prior, chosen, trainedParameters, test, meanConfidence }) => ({
    method: request.method,
    ...(variant && { variant }),
    ...(request.given && { given: request.given }),
    ...{ networkSeed, fitSeed, prior, chosen, trainedParameters, test, meanConfidence },
  }));
}
