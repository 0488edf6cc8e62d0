import { shotGroups, type CalibrationRecord } from '@disalign/core';
import type { Report, ReportMetadata, Section } from '@disalign/report';
import type { Evaluation } from '../evaluate/evaluate-files.js';
import { classSection } from './class-section.js';
import { groupSection } from './group-section.js';
import { taskSections } from './task-sections.js';

/** What a report is of. */
export interface ReportedEvaluation {
  readonly evaluation: Evaluation;
  readonly calibration: CalibrationRecord['calibration'];
  /** [K] */
  readonly classNames: readonly string[];
  readonly title: string;
  readonly metadata: ReportMetadata;
}

/** An evaluation as a document: by group, by class, and what the task adds. */
export function evaluationReport({ evaluation, calibration, classNames, title, metadata }: ReportedEvaluation): Report {
  const { rows, classes, verdict, counts } = evaluation;
  const groups = shotGroups(counts);
  const sections: Section[] = [
    groupSection(verdict, groups),
    ...taskSections(evaluation),
    classSection({ evaluation, calibration, classNames, groups }),
  ];
  return {
    name: 'report',
    title,
    summary: [verdict.message, `${rows.toLocaleString('en-US')} test rows of ${classes} classes.`],
    sections,
    metadata,
  };
}
