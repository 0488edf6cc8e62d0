import type { Report } from '@disalign/report';
import type { ExperimentReport } from '../experiments/experiments.js';
import type { Subject } from '../experiments/subject.js';
import type { Environment } from './describe-environment.js';
import { reportMetadata } from './report-metadata.js';

/** What an experiment found. */
export interface MadeReport {
  /** What it ran on; null where it has data of its own. */
  readonly subject: Subject | null;
  readonly report: ExperimentReport;
}

/** All experiments of a run as one report: their answers first, then their sections. Those that have none are left out. */
export function jointReport(
  made: readonly MadeReport[],
  environment: Environment,
  { networks, seeds }: { readonly networks: readonly number[]; readonly seeds: readonly number[] },
): Report {
  return {
    name: 'report',
    title: 'DisAlign: figures and tables',
    summary: made.flatMap(({ report }) => report.summary ?? []),
    sections: made.flatMap(({ report }) => report.sections ?? []),
    metadata: reportMetadata(environment, { seeds: { networks: [...networks], 'stage 2': [...seeds] } }),
  };
}
