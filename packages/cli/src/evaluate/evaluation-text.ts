import { padColumns } from '@disalign/report/columns';
import type { Colors } from '../command-line/colors.js';
import type { Evaluation } from './evaluate-files.js';
import { detectionNumbers, pixelNumbers, type MetricNumbers } from './metric-numbers.js';
import { verdictMessage } from './verdict-message.js';
import { percent, verdictTable } from './verdict-table.js';

/** What `disalign evaluate` prints for people. */
export function evaluationText(
  { task, rows, classes, verdict, pixels, detections }: Evaluation,
  colors: Colors,
): string {
  const unit = { classification: 'rows', segmentation: 'pixels', detection: 'regions' }[task];
  const tables = [
    verdictTable(verdict),
    ...(pixels
      ? [beforeAndAfter('pixels, in %', pixelNumbers(pixels.untouched), pixelNumbers(pixels.calibrated))]
      : []),
    ...(detections
      ? [
          beforeAndAfter(
            'images, in %',
            detectionNumbers(detections.untouched),
            detectionNumbers(detections.calibrated),
          ),
        ]
      : []),
  ];
  const heading = `${rows.toLocaleString('en-US')} ${unit}, ${classes} ${task === 'detection' ? 'columns' : 'classes'}`;
  return [colors.heading(heading), ...tables.map((table) => `\n${table}`), '', verdictMessage(verdict, colors)].join(
    '\n',
  );
}

function beforeAndAfter(heading: string, before: MetricNumbers, after: MetricNumbers): string {
  const rows = Object.keys(before).map((name) => [name, percent(before[name]), percent(after[name])]);
  return padColumns([[heading, 'before', 'after'], ...rows])
    .map((row) => row.join('  '))
    .join('\n');
}
