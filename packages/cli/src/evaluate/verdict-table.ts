import type { BootstrapInterval, ByShotGroup, FitVerdict, MetricSummary } from '@disalign/core';
import { padColumns } from '@disalign/report/columns';

/** The numbers of a verdict, whole or as a calibration file keeps them. */
export type VerdictNumbers = Pick<FitVerdict, 'overUntouched'> &
  Pick<MetricSummary, 'untouched' | 'logitAdjustment' | 'calibrated'>;

const groups = {
  overall: 'mean of all classes',
  many: 'many-shot, over 100 samples',
  medium: 'medium-shot, 20 to 100',
  few: 'few-shot, under 20',
} as const satisfies Record<keyof ByShotGroup<unknown>, string>;

/** Before and after, in percent: mean per-class accuracy by shot group, what changes with its interval, and the other metrics. */
export function verdictTable({ untouched, logitAdjustment, calibrated, overUntouched }: VerdictNumbers): string {
  const sides = [untouched, logitAdjustment, calibrated];
  const ofGroup = (group: keyof typeof groups) => [
    groups[group],
    ...sides.map(({ meanClassAccuracy }) => percent(meanClassAccuracy[group])),
    changeText(overUntouched[group]),
  ];
  const present = Object.keys(groups).filter((group): group is keyof typeof groups => {
    return untouched.meanClassAccuracy[group as keyof typeof groups] !== null;
  });
  const other = (name: string, value: (summary: MetricSummary['untouched']) => number | null) => [
    name,
    ...sides.map((side) => percent(value(side))),
    '',
  ];
  const table = padColumns([
    ['accuracy in %', 'before', 'logit adj.', 'after', 'change, 95 % interval'],
    ...present.map(ofGroup),
    other('all rows', ({ accuracy }) => accuracy),
    other('macro-F1', ({ macroF1 }) => macroF1),
    other('calibration error', ({ calibrationError }) => calibrationError.overall),
  ]);
  return table.map((row) => row.join('  ').trimEnd()).join('\n');
}

/** A share in percent. */
export function percent(share: number | null): string {
  return share === null ? '-' : (100 * share).toFixed(1);
}

/** A difference of shares in points, with its interval. */
export function changeText(interval: BootstrapInterval | null): string {
  if (interval === null) return '-';
  const { estimate, lower, upper } = interval;
  return `${signedPoints(estimate)} [${signedPoints(lower)}, ${signedPoints(upper)}]`;
}

function signedPoints(value: number): string {
  return `${value < 0 ? '' : '+'}${(100 * value).toFixed(1)}`;
}
