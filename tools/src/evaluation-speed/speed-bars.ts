import type { EvaluationTime } from './time-evaluation.js';
import { maskJobs } from './time-masks.js';
import { medianOf, wholeTime, type EvaluationFigures, type SpeedFigures } from './speed-figures.js';

/** What was to be reached, and what was. */
export interface SpeedBar {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  readonly passed: boolean;
}

const RUN_RATIO = 50;
const WHOLE_RATIO = 25;
const MOST_MEGABYTES = 1000;
const FULL_SIZE = { seconds: 180, megabytes: 6000 };

/** The bars that the figures say something of. */
export function speedBars({ masks, evaluations }: SpeedFigures): SpeedBar[] {
  return [
    ...evaluations.flatMap((figures) => (figures.name === 'ten copies' ? copiesBars : fullSizeBars)(figures)),
    ...maskBars(masks),
  ];
}

function copiesBars({ iouType, first, later, official }: EvaluationFigures): SpeedBar[] {
  const ratio = (times: readonly EvaluationTime[], value: (time: EvaluationTime) => number) =>
    medianOf(official, value) / medianOf(times, value);
  const compared = [
    { whose: 'first in its process', times: first },
    { whose: 'later ones', times: later },
  ].flatMap(({ whose, times }) => {
    if (times.length === 0 || official.length === 0) return [];
    return [
      ratioBar(
        `${iouType}, run, ${whose}`,
        RUN_RATIO,
        ratio(times, ({ run }) => run),
      ),
      ratioBar(`${iouType}, with loading, ${whose}`, WHOLE_RATIO, ratio(times, wholeTime)),
    ];
  });
  return [...compared, memoryBar(`${iouType}, memory`, MOST_MEGABYTES, [...first, ...later])];
}

function fullSizeBars({ iouType, first }: EvaluationFigures): SpeedBar[] {
  // Masks of this size are reported, and have no bar.
  if (iouType !== 'bbox') return [];
  const seconds = Math.max(...first.map(wholeTime));
  return [
    {
      what: 'LVIS v1 val, synthetic, bbox, with loading',
      bar: `under ${FULL_SIZE.seconds} s`,
      measured: `${seconds.toFixed(1)} s`,
      passed: seconds < FULL_SIZE.seconds,
    },
    memoryBar('LVIS v1 val, synthetic, bbox, memory', FULL_SIZE.megabytes, first),
  ];
}

function maskBars({ ours, pycocotools }: SpeedFigures['masks']): SpeedBar[] {
  if (pycocotools === null) return [];
  return maskJobs.map((job) => ratioBar(`masks, ${job}`, 1, pycocotools[job] / ours[job]));
}

function ratioBar(what: string, bar: number, measured: number): SpeedBar {
  return {
    what,
    bar: `at least ${bar} x as fast`,
    measured: `${measured.toFixed(bar === 1 ? 2 : 1)} x`,
    passed: measured >= bar,
  };
}

function memoryBar(what: string, most: number, times: readonly EvaluationTime[]): SpeedBar {
  const megabytes = Math.max(...times.map((time) => time.megabytes));
  return { what, bar: `under ${most} MB`, measured: `${megabytes} MB`, passed: megabytes < most };
}
