import { createRandom } from '@disalign/core';
import { bench, describe } from 'vitest';
import { ade20kFile } from '../fixtures/ade20k-samples.js';
import { block8Prediction } from '../fixtures/block8-prediction.js';
import type { LabelMap } from '../labels/label-map.js';
import { readLabelPng } from '../labels/read-label-png.js';
import { classMetrics } from './class-metrics.js';
import { SegmentationCounts } from './segmentation-counts.js';

// 683 x 512 pixels a map: `hz` times 0.3497 is Mpixel/s.
const labels = await readLabelPng(ade20kFile('annotations/ADE_val_00000001.png'));
const random = createRandom(1);
const noise = (): LabelMap => ({ ...labels, labels: labels.labels.map(() => random.nextInt(150)) });

// The map of an image, in which labels repeat; and noise, in which nothing does.
const pairs = {
  'a real map': { labels, prediction: block8Prediction(labels) },
  noise: { labels: noise(), prediction: noise() },
};

for (const [name, pair] of Object.entries(pairs)) {
  const counts = new SegmentationCounts(150);
  describe(`confusion of ${name}`, () => {
    bench('SegmentationCounts.add', () => counts.add(pair.prediction, pair.labels), {
      iterations: 500,
      warmupIterations: 50,
    });
  });
  const fresh = new SegmentationCounts(150);
  fresh.add(pair.prediction, pair.labels);
  const right = pair.labels.labels.filter(
    (label, pixel) => label !== 255 && label === pair.prediction.labels[pixel],
  ).length;
  const counted = classMetrics(fresh).reduce((sum, { intersection }) => sum + intersection, 0);
  if (counted !== right) throw new Error(`${name}: counted ${counted} right pixels of ${right}`);
}
