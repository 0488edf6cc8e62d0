import type { CalibrationRecord, FitResult, FitVerdict } from '@disalign/core';
import type { Colors } from '../command-line/colors.js';
import { verdictMessage } from '../evaluate/verdict-message.js';
import { verdictTable } from '../evaluate/verdict-table.js';

/** What a fit says of itself to machines. */
export interface FitSummary {
  readonly output: string;
  readonly classes: number;
  /** null without a confidence layer. */
  readonly featureSize: number | null;
  readonly rho: number;
  readonly candidates: FitResult['candidates'];
  readonly kernel: string;
  readonly trainAccuracy: number;
  readonly counts: readonly number[];
  readonly verdict: FitVerdict | null;
}

/** What `disalign fit` prints as JSON. */
export function fitSummary(result: FitResult, { calibration }: CalibrationRecord, output: string): FitSummary {
  const { settings, candidates, kernel, trainAccuracy, counts, verdict } = result;
  return {
    output,
    classes: calibration.scale.length,
    featureSize: calibration.confidence?.weight.length ?? null,
    rho: settings.rho,
    candidates,
    kernel,
    trainAccuracy,
    counts,
    verdict,
  };
}

/** What it prints for people. */
export function fitText(summary: FitSummary, colors: Colors): string {
  const { output, classes, featureSize, rho, candidates, kernel, verdict } = summary;
  const features = featureSize === null ? 'no confidence layer' : `${featureSize} features`;
  const searched = candidates.length === 0 ? '' : `, the best of ${candidates.length}`;
  return [
    colors.heading(`Calibration of ${classes} classes, ${features}: rho ${rho}${searched} (${kernel})`),
    '',
    ...(verdict === null
      ? ['Not judged: there were no validation rows.']
      : [verdictTable(verdict), '', verdictMessage(verdict, colors)]),
    `Written: ${output}`,
  ].join('\n');
}
