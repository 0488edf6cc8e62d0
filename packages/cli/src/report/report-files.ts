import { loadCalibration, writeFileAtomically } from '@disalign/core/node';
import { renderReport, type LivePanel } from '@disalign/report';
import { evaluateFiles, type EvaluateFilesOptions, type Evaluation } from '../evaluate/evaluate-files.js';
import { version } from '../command-line/version.js';
import { interruptible } from '../files/interruptible.js';
import { openFeatureFiles, type FeatureFiles } from '../files/open-feature-files.js';
import type { TaskProgress } from '../fit/fit-progress.js';
import { evaluationReport } from './evaluation-report.js';
import { fitLivePanel } from './fit-live-panel.js';

/** What is reported, and where to. */
export interface ReportFilesOptions extends EvaluateFilesOptions {
  /** The page. */
  readonly output: string;
  /** Rows that the live panel is fitted to. Default: there is no panel. */
  readonly train?: FeatureFiles;
  /** Strengths of re-weighting in the panel, besides that of the calibration. Default 0, 0.5, 1, 1.5 and 2. */
  readonly rhos?: readonly number[];
  readonly title?: string;
  /** Told by the fits of the panel. */
  readonly onProgress?: (progress: TaskProgress) => void;
}

/** A page, and the numbers in it. */
export interface ReportedFiles {
  readonly output: string;
  readonly evaluation: Evaluation;
  /** Calibrations that the live panel holds. */
  readonly settings: number;
}

/**
 * `disalign report`: one HTML page that needs nothing else, before and after by group and by class, and with `train` a panel in which rho
 * and the parts of the calibration are moved: every setting is a fit of its own. Written whole or not at all.
 *
 * @throws as `evaluateFiles` and the fits do; the reason of `signal`
 * @example
 * import { featuresInMemory, logitAdjustment } from '@disalign/core';
 * import { saveCalibration, writeFeatureShards } from '@disalign/core/node';
 * import { reportFiles } from 'disalign';
 * await writeFeatureShards('test', featuresInMemory({ features: [[1], [2]], logits: [[1, 3], [2, 1]], labels: [1, 1] }));
 * await saveCalibration('adjusted.safetensors', { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
 * const files = { features: 'test/*.safetensors', calibration: 'adjusted.safetensors', output: 'report.html' };
 * await reportFiles({ ...files, counts: [90, 10] });
 */
export async function reportFiles(options: ReportFilesOptions): Promise<ReportedFiles> {
  const { calibration: file, output, title = 'DisAlign: before and after' } = options;
  const evaluation = await evaluateFiles(options);
  const record = await loadCalibration(file);
  const classNames = record.classNames ?? evaluation.counts.map((_, k) => `class ${k}`);
  const { calibration } = record;
  const live = await livePanelFor(options, { record, classNames, counts: evaluation.counts });
  const metadata = {
    date: new Date().toISOString(),
    versions: { disalign: version, node: process.versions.node },
    data: { rows: evaluation.rows, classes: evaluation.classes, calibration: file },
  };
  const report = evaluationReport({ evaluation, calibration, classNames, title, metadata });
  const { html } = await renderReport(report, { live });
  options.signal?.throwIfAborted();
  await writeFileAtomically(output, new TextEncoder().encode(html));
  return { output, evaluation, settings: live?.settings.length ?? 0 };
}

const DEFAULT_RHOS = [0, 0.5, 1, 1.5, 2];

async function livePanelFor(
  options: ReportFilesOptions,
  known: Pick<Parameters<typeof fitLivePanel>[0], 'record' | 'classNames' | 'counts'>,
): Promise<LivePanel | undefined> {
  const { train, features, rhos = DEFAULT_RHOS, signal, onWarning, onProgress } = options;
  if (train === undefined) return undefined;
  return fitLivePanel({
    ...known,
    ...{ rhos, signal, onWarning, onProgress },
    train: await openFeatureFiles(train, options),
    test: interruptible(await openFeatureFiles(features, options), signal),
  });
}
