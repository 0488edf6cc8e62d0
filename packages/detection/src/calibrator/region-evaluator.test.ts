import { identityCalibration, logitAdjustment } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { evaluateLvis } from '../evaluation/evaluate-lvis.js';
import { imageCounts, syntheticRegions } from '../fixtures/synthetic-regions.js';
import type { ResultRecord } from '../results/result-records.js';
import { evaluateRegions } from './evaluate-regions.js';
import { imageResults } from './image-results.js';
import { RegionEvaluator } from './region-evaluator.js';

const { images, truth: allJudged } = syntheticRegions(15, 6);
/** Only the categories that an image shows, and one more, are judged there. */
const truth = {
  ...allJudged,
  images: { ...allJudged.images, negative: allJudged.images.negative.map((absent) => absent.slice(0, 1)) },
};
const adjusted = logitAdjustment([...imageCounts, 0], { background: 'last' });
const scorings = [{ calibrations: [identityCalibration(7)] }, { calibrations: [adjusted] }];

describe('RegionEvaluator', () => {
  it.each(['bbox', 'segm'] as const)('says of %s what an evaluation of all results says', async (iouType) => {
    for (const scoring of scorings) {
      const records: ResultRecord[] = [];
      for await (const ofImage of imageResults(images, truth, scoring)) records.push(...ofImage);
      const detections = detectionsFromJson(records, truth, { ignoreBoxes: iouType === 'segm' });
      const { metrics, matches } = evaluateLvis(truth, detections, { iouType });
      // Most results are of categories that are not judged.
      expect(matches.scores.length).toBeLessThan(records.length / 2);
      const own = await evaluateRegions(images, truth, scoring, { iouType });
      expect(own.metrics).toEqual(metrics);
      expect(own.matches.scores).toEqual(matches.scores);
    }
  });

  it('counts those that are not judged where they take up places of the best 300', async () => {
    const image = await images.read(0);
    const copies = 30;
    const repeat = (values: ArrayLike<number>) =>
      Float32Array.from({ length: copies * values.length }, (_, at) => values[at % values.length]);
    const [{ rows, features, logits }] = image.heads;
    const crowded = {
      ...image,
      heads: [{ rows: copies * rows, features: repeat(features), logits: repeat(logits) }],
      ...{ boxes: repeat(image.boxes), deltas: null, masks: null, labels: null },
    };
    const options = { iou: 1, most: 1000 };
    const [scoring] = scorings;
    const one = { count: 1, read: async () => crowded };
    const records: ResultRecord[] = [];
    for await (const ofImage of imageResults(one, truth, scoring, options)) records.push(...ofImage);
    expect(records).toHaveLength(1000);
    const { metrics, matches } = evaluateLvis(truth, detectionsFromJson(records, truth), { imageIds: [image.id] });
    const own = await evaluateRegions(one, truth, scoring, options);
    expect(own.metrics).toEqual(metrics);
    expect(own.matches.scores).toEqual(matches.scores);
  });

  it('compares calibrations over images that are read once', async () => {
    const evaluators = scorings.map((scoring) => new RegionEvaluator(truth, scoring));
    for (let index = 0; index < images.count; index++) {
      const image = await images.read(index);
      for (const evaluator of evaluators) evaluator.add(image);
    }
    for (const [index, scoring] of scorings.entries()) {
      expect(evaluators[index].evaluate().metrics).toEqual((await evaluateRegions(images, truth, scoring)).metrics);
    }
  });

  it('refuses calibrations of other columns, boundaries under COCO, and an image that it does not know', async () => {
    const short = { calibrations: [identityCalibration(6)] };
    expect(() => new RegionEvaluator(truth, short)).toThrow('RegionEvaluator: `calibrations` must be of 7 columns');
    const coco = { ...truth, format: 'coco' } as const;
    expect(() => new RegionEvaluator(coco, scorings[0], { iouType: 'boundary' })).toThrow("got 'boundary'");
    const evaluator = new RegionEvaluator(truth, scorings[0]);
    evaluator.add({ ...(await images.read(0)), id: 7 });
    expect(() => evaluator.evaluate()).toThrow('must be images of the ground truth, got 7');
  });
});
