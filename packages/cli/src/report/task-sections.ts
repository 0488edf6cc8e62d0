import type { Section } from '@disalign/report';
import type { Evaluation } from '../evaluate/evaluate-files.js';
import { detectionNumbers, pixelNumbers, type MetricNumbers } from '../evaluate/metric-numbers.js';

/** What segmentation and detection are judged by, before and after. */
export function taskSections({ pixels, detections }: Evaluation): Section[] {
  return [
    ...(pixels
      ? [
          metricSection('Pixels', {
            before: pixelNumbers(pixels.untouched),
            after: pixelNumbers(pixels.calibrated),
            text: 'The metrics of segmentation over the sampled pixels, which are no whole images.',
          }),
        ]
      : []),
    ...(detections
      ? [
          metricSection('Images', {
            before: detectionNumbers(detections.untouched),
            after: detectionNumbers(detections.calibrated),
            text: 'Detections of whole images, by the rules of the data set.',
          }),
        ]
      : []),
  ];
}

function metricSection(
  heading: string,
  { before, after, text }: { readonly before: MetricNumbers; readonly after: MetricNumbers; readonly text: string },
): Section {
  const percent = (share: number | null) => (share === null ? null : 100 * share);
  return {
    heading,
    paragraphs: [text],
    charts: [],
    tables: [
      {
        name: heading.toLowerCase(),
        caption: text,
        columns: [
          { key: 'metric', heading: 'metric' },
          { key: 'before', heading: 'before', unit: '%', digits: 1 },
          { key: 'after', heading: 'after', unit: '%', digits: 1 },
        ],
        rows: Object.keys(before).map((metric) => ({
          metric,
          before: percent(before[metric]),
          after: percent(after[metric]),
        })),
      },
    ],
  };
}
