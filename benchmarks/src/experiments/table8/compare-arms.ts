import { join } from 'node:path';
import { bootstrapPrecisions, readGroundTruth, type LvisMetrics, type PrecisionIntervals } from '@disalign/detection';
import { mean } from '../mean.js';
import { deviation } from '../run-statistics.js';
import {
  detectorArms,
  evaluatedTypes,
  type DetectorArm,
  type DetectorResult,
  type EvaluatedType,
} from './detector-task.js';

/** The metrics of the table. */
export const tableMetrics = [
  'AP',
  'AP50',
  'AP75',
  'APr',
  'APc',
  'APf',
] as const satisfies readonly (keyof LvisMetrics)[];
export type TableMetric = (typeof tableMetrics)[number];

/** One arm over the seeds. */
export interface ArmSummary {
  readonly arm: DetectorArm;
  readonly type: EvaluatedType;
  /** Chosen for each seed; empty for the baseline. */
  readonly strengths: readonly number[];
  readonly mean: Readonly<Record<TableMetric, number>>;
  /** Standard deviation over seeds; null for one. */
  readonly deviation: Readonly<Record<TableMetric, number>> | null;
  /** Minus the baseline, means over seeds; null for the baseline. */
  readonly overBaseline: PrecisionIntervals | null;
}

/** A detector over its seeds. */
export interface DetectorRow {
  readonly name: string;
  readonly arms: readonly ArmSummary[];
}

const BOOTSTRAP = { seed: 8, resamples: 500 };

/** Sums up the runs of one detector; intervals are paired bootstraps over the test images. */
export async function compareArms(
  results: readonly DetectorResult[],
  onProgress: (share: number) => void = () => undefined,
): Promise<DetectorRow> {
  const [{ task }] = results;
  const truth = await readGroundTruth(join(task.annotationsFolder, 'test.json'), { format: 'lvis' });
  const types = evaluatedTypes.filter((type) => results.every(({ arms }) => arms.every(({ scores }) => scores[type])));
  const summaries: ArmSummary[] = [];
  for (const type of types) {
    for (const arm of detectorArms) {
      const runs = results.flatMap(({ arms }) => {
        const [reference, candidate] = ['baseline', arm].map((name) => arms.find((one) => one.arm === name));
        const scored = reference?.scores[type];
        const own = candidate?.scores[type];
        if (scored === undefined || own === undefined) return [];
        return [
          {
            reference: scored.matches,
            candidate: own.matches,
            metrics: own.metrics,
            strength: candidate?.strength ?? null,
          },
        ];
      });
      summaries.push({
        arm,
        type,
        strengths: runs.flatMap(({ strength }) => strength ?? []),
        ...statisticsOf(runs.map(({ metrics }) => metrics)),
        overBaseline: arm === 'baseline' ? null : bootstrapPrecisions(truth, runs, BOOTSTRAP),
      });
      onProgress(summaries.length / (types.length * detectorArms.length));
    }
  }
  return { name: task.name, arms: summaries };
}

function statisticsOf(runs: readonly LvisMetrics[]): Pick<ArmSummary, 'mean' | 'deviation'> {
  const over = (statistic: (values: readonly number[]) => number) =>
    Object.fromEntries(tableMetrics.map((metric) => [metric, statistic(runs.map((run) => run[metric]))])) as Record<
      TableMetric,
      number
    >;
  return { mean: over(mean), deviation: runs.length > 1 ? over(deviation) : null };
}
