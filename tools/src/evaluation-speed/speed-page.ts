import { markdownTable } from '@disalign/report';
import { speedBars } from './speed-bars.js';
import { medianOf, wholeTime, type SpeedFigures } from './speed-figures.js';
import type { EvaluationTime } from './time-evaluation.js';
import { maskJobs } from './time-masks.js';

/** The page of the figures: bars, times, and what they were made with. */
export function speedPage(figures: SpeedFigures): string {
  const { machine, masks, date, command } = figures;
  const bars = speedBars(figures);
  const sections = [
    '# Speed of the evaluators of @disalign/detection',
    'Beside lvis-api and pycocotools where a Python has them, by turns. Ten copies: `lvis_val_100` ten times over, 1,000 images and 49,000 ' +
      'detections that a seeded generator makes. Full size: synthetic files as large as those of LVIS v1 val, 19,809 images with 300 detections each.',
    markdownTable(
      ['what', 'bar', 'measured', ''],
      bars.map(({ what, bar, measured, passed }) => [what, bar, measured, passed ? 'pass' : 'out of reach']),
    ),
    '## Evaluations',
    'Medians; every run in brackets. AP is equal, so it is said once.',
    markdownTable(['job', 'who', 'run, s', 'with loading, s', 'memory, MB', 'AP'], evaluationRows(figures)),
    '## Masks',
    'Milliseconds for 100 stars of 60 vertices in 480 x 640; IoU: all pairs.',
    markdownTable(
      ['job', 'ours', 'pycocotools'],
      maskJobs.map((job) => [job, masks.ours[job].toFixed(2), masks.pycocotools?.[job].toFixed(2) ?? '-']),
    ),
    '## Made with',
    [
      `- Machine: ${machine.cpu}, ${machine.cores} threads, ${machine.memoryGiB} GiB; Node ${machine.node}`,
      `- Date: ${date}`,
      `- Command: \`${command}\``,
    ].join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function evaluationRows({ evaluations }: SpeedFigures): string[][] {
  return evaluations.flatMap(({ name, iouType, first, later, official }) =>
    Object.entries({ 'ours, first in its process': first, 'ours, later ones': later, official }).flatMap(
      ([who, times]) => (times.length === 0 ? [] : [[`${name}, ${iouType}`, who, ...timeCells(times)]]),
    ),
  );
}

function timeCells(times: readonly EvaluationTime[]): string[] {
  return [
    `${medianOf(times, ({ run }) => run).toFixed(2)} (${times.map(({ run }) => run.toFixed(2)).join(' ')})`,
    medianOf(times, wholeTime).toFixed(2),
    `${Math.max(...times.map(({ megabytes }) => megabytes))}`,
    times[0].AP.toFixed(9),
  ];
}
