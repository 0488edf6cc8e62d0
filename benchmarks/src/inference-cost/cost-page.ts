import { markdownTable } from '@disalign/report';
import { environmentLines } from '../results/environment-lines.js';
import type { Environment } from '../results/describe-environment.js';
import { quartiles } from '../speed/rounds/quartiles.js';
import { medianInterval } from './median-interval.js';
import type { InferenceTimes } from './measure-cost.js';
import type { TimedNetwork } from './networks.js';

/** What a calibration adds to the time of a network. */
export interface InferenceCost {
  readonly network: string;
  readonly times: InferenceTimes;
  /** Median of what a calibrated run takes longer than the one beside it, in shares of the median of the original. */
  readonly added: number;
  /** 95 % interval of `added`. */
  readonly interval: readonly [number, number];
}

/** Compares runs side by side. */
export function costOf(network: TimedNetwork, times: InferenceTimes): InferenceCost {
  const { median } = quartiles(times.original);
  const differences = times.calibrated.map((time, round) => (time - times.original[round]) / median);
  const [lower, upper] = medianInterval(differences);
  return { network: network.name, times, added: quartiles(differences).median, interval: [lower, upper] };
}

/** One line for a terminal. */
export function costLine({ network, added, interval }: InferenceCost): string {
  return `${network}: ${percent(added)} (95 % interval ${percent(interval[0])} to ${percent(interval[1])})`;
}

/** The page of the figures. */
export function costPage(
  costs: readonly InferenceCost[],
  networks: readonly TimedNetwork[],
  environment: Environment,
): string {
  const rows = costs.map(({ network, times, added, interval }) => [
    network,
    timeText(times.original),
    timeText(times.calibrated),
    percent(added),
    `${percent(interval[0])} to ${percent(interval[1])}`,
  ]);
  const sections = [
    '# What a calibration adds to the time of inference',
    'A network in onnxruntime, and the same file with a calibration attached (magnitudes, margins and a confidence), run by turns in one ' +
      'process, each timed behind a run of the same network. Median of the runs, and the middle half of them; added is the median of what a ' +
      'calibrated run takes longer than the one beside it. Weights are drawn: they change no time.',
    markdownTable(['network', 'original, ms', 'calibrated, ms', 'added', '95 % interval'], rows),
    networks.map(({ name, description }) => `- ${name}: ${description}`).join('\n'),
    environmentLines(environment)
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function timeText(times: readonly number[]): string {
  const { median, lower, upper, count } = quartiles(times);
  return `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)}, ${count} runs)`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
