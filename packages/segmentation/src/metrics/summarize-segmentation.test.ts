import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ade20kFile, ade20kSamples } from '../fixtures/ade20k-samples.js';
import { block8Prediction } from '../fixtures/block8-prediction.js';
import { NO_CLASS, type LabelMap } from '../labels/label-map.js';
import { valuesOfLabels } from '../labels/labels-of-values.js';
import { readLabelPng } from '../labels/read-label-png.js';
import { classMetrics } from './class-metrics.js';
import { longTailGroups } from './long-tail-groups.js';
import { sceneParsingScore } from './scene-parsing-score.js';
import { SegmentationCounts } from './segmentation-counts.js';
import { summarizeAsAuthors } from './summarize-as-authors.js';
import { summarizeSegmentation } from './summarize-segmentation.js';

const groups = longTailGroups();
const row = (...labels: number[]): LabelMap => ({ height: 1, width: labels.length, labels: Uint8Array.from(labels) });
const countRow = (classes: number, prediction: number[], labels: number[]): SegmentationCounts => {
  const counts = new SegmentationCounts(classes);
  counts.add(row(...prediction), row(...labels));
  return counts;
};

describe('summarizeSegmentation', () => {
  it('follows a case worked by hand', () => {
    // I = 1, 1; P = 1, 2; L = 2, 1: IoU 1/2, 1/2; the prediction 2 at the unlabelled pixel makes no union.
    const counts = countRow(4, [0, 1, 1, 2], [0, 0, 1, 255]);
    expect(summarizeSegmentation(counts)).toEqual({
      pixels: 3,
      aAcc: 2 / 3,
      mIoU: 0.5,
      mAcc: 0.75,
      mDice: 2 / 3,
      mFscore: 2 / 3,
      mPrecision: 0.75,
      mRecall: 0.75,
      groups: null,
    });
    expect(summarizeSegmentation(counts, { undefinedClasses: 'zero' }).mIoU).toBe(0.25);
  });

  it('averages IoU and accuracy over different classes where one is only predicted, or only missed', () => {
    // Class 0: right once, missed once. Class 1: only predicted. Class 2: missed altogether. Class 3: nowhere.
    const counts = countRow(4, [0, 1, 0], [0, 0, 2]);
    const metrics = classMetrics(counts);
    expect(metrics.map(({ iou }) => iou)).toEqual([1 / 3, 0, 0, null]);
    expect(metrics.map(({ accuracy }) => accuracy)).toEqual([0.5, null, 0, null]);
    expect(metrics.map(({ precision }) => precision)).toEqual([0.5, 0, null, null]);
    expect(metrics.map(({ dice }) => dice)).toEqual([0.5, 0, 0, null]);
    expect(metrics.map(({ fscore }) => fscore)).toEqual([0.5, null, null, null]);
    const { mIoU, mAcc, mDice, mFscore } = summarizeSegmentation(counts);
    expectClose([mIoU, mAcc, mDice, mFscore].map(Number), [1 / 9, 0.25, 1 / 6, 0.5], { relative: 1e-15 });
  });

  it('has no metric without a labelled pixel', () => {
    const { pixels, ...metrics } = summarizeSegmentation(countRow(2, [0, 1], [255, 255]));
    expect(pixels).toBe(0);
    expect(Object.values(metrics).every((metric) => metric === null)).toBe(true);
  });

  it('weighs recall by beta squared', () => {
    // p = 1/2, r = 1: F2 = 5 (1/2) / (4/2 + 1) = 5/6
    const counts = countRow(2, [0, 0], [0, 1]);
    expectClose([Number(classMetrics(counts, { beta: 2 })[0].fscore)], [5 / 6], { relative: 1e-15 });
    expect(() => classMetrics(counts, { beta: 0 })).toThrow('`beta` must be positive, got 0');
  });

  it('agrees with an independent count on random maps', () => {
    const maps = fc.integer({ min: 1, max: 12 }).chain((classes) => {
      const label = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: classes - 1 }) }, fc.constant(NO_CLASS));
      const pixels = fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 60 });
      return fc.record({ classes: fc.constant(classes), images: fc.array(pixels, { minLength: 1, maxLength: 3 }) });
    });
    fc.assert(
      fc.property(maps, ({ classes, images }) => {
        const counts = new SegmentationCounts(classes);
        for (const pixels of images) {
          counts.add(row(...pixels.map(([prediction]) => prediction)), row(...pixels.map(([, label]) => label)));
        }
        const { groups: none, pixels, ...metrics } = summarizeSegmentation(counts);
        const expected = independentMetrics(classes, images.flat());
        expect(none).toBeNull();
        expect(pixels).toBe(images.flat().filter(([, label]) => label !== NO_CLASS).length);
        for (const [name, value] of Object.entries(metrics)) {
          expectClose([value ?? NaN], [expected[name]], { relative: 1e-12 });
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe.each(['identity', 'block8'] as const)('the samples of ADE20K, predicted by %s', (set) => {
  const expected = ade20kSamples.sets[set];
  const predict = set === 'identity' ? (map: LabelMap) => map : block8Prediction;

  const countImage = async (name: string) => {
    const counts = new SegmentationCounts(150);
    const labels = await readLabelPng(ade20kFile(`annotations/${name}.png`));
    const prediction = predict(labels);
    counts.add(prediction, labels);
    const sha256 = createHash('sha256').update(valuesOfLabels(prediction.labels)).digest('hex');
    return { counts, sha256 };
  };

  const expectMetrics = (counts: SegmentationCounts, scores: typeof expected.pooled) => {
    const metrics = classMetrics(counts);
    const six = (value: number | null) => (value === null ? null : Number(value.toFixed(6)));
    expect(metrics.reduce((sum, k) => sum + k.intersection, 0)).toBe(scores.correct);
    expect(metrics.reduce((sum, k) => sum + k.labelled, 0)).toBe(scores.labelled);
    const summary = summarizeSegmentation(counts, { groups });
    const { aAcc, mIoU, mAcc, mDice, mFscore, mPrecision, mRecall } = summary;
    const byGroup = (of: NonNullable<typeof summary.groups>) => ({
      headIoU: six(of.head.mIoU),
      headAcc: six(of.head.mAcc),
      bodyIoU: six(of.body.mIoU),
      bodyAcc: six(of.body.mAcc),
      tailIoU: six(of.tail.mIoU),
      tailAcc: six(of.tail.mAcc),
    });
    expect({
      ...{ aAcc: six(aAcc), mIoU: six(mIoU), mAcc: six(mAcc), mDice: six(mDice), mFscore: six(mFscore) },
      ...{ mPrecision: six(mPrecision), mRecall: six(mRecall) },
      ...byGroup(summary.groups!),
    }).toEqual(scores.mmseg);
    const zero = summarizeSegmentation(counts, { undefinedClasses: 'zero' });
    expect({ mIoU: six(zero.mIoU), mAcc: six(zero.mAcc) }).toEqual(scores.mmsegNanToZero);
    const rounded = summarizeAsAuthors(metrics, groups);
    expect({
      aAcc: Number((100 * Number(aAcc)).toFixed(2)),
      mIoU: rounded.mIoU,
      mAcc: rounded.mAcc,
      ...byGroup(rounded.groups),
    }).toEqual(scores.disalignPercentMeanOfRounded);
    const official = sceneParsingScore(counts);
    expect({
      pixelAccuracy: six(official.pixelAccuracy),
      meanIoU150: six(official.meanIoU),
      finalScore: six(official.finalScore),
    }).toEqual(scores.sceneparsing);
  };

  it.each(Object.keys(expected.perImage))(
    'score as mmsegmentation, the authors and the toolkit have it: %s',
    async (name) => {
      const { counts, sha256 } = await countImage(name);
      expect(sha256).toBe(expected.perImage[name].predRawSha256);
      const misses = classMetrics(counts).reduce((sum, k) => sum + k.labelled - k.predicted, 0);
      expect(misses).toBe(expected.perImage[name].predZeroOnLabelled);
      expectMetrics(counts, expected.perImage[name]);
    },
  );

  it('pool into exact counts of each class, and into the metrics of all three', async () => {
    let pooled = new SegmentationCounts(150);
    for (const name of Object.keys(expected.perImage)) pooled = pooled.merge((await countImage(name)).counts);
    const found: typeof expected.pooledClassCounts = {};
    for (const [k, { intersection, predicted, labelled }] of classMetrics(pooled).entries()) {
      const union = predicted + labelled - intersection;
      if (union > 0) found[k + 1] = { intersect: intersection, pred: predicted, label: labelled, union };
    }
    expect(found).toEqual(expected.pooledClassCounts);
    expectMetrics(pooled, expected.pooled);
  });
});

/** From sets of pixels, class by class; NaN where mmsegmentation has it. */
function independentMetrics(classes: number, pixels: readonly (readonly [number, number])[]): Record<string, number> {
  const scored = pixels.filter(([, label]) => label !== NO_CLASS);
  const nanMean = (values: number[]) => {
    const finite = values.filter((value) => !Number.isNaN(value));
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  };
  const perClass = Array.from({ length: classes }, (_, k) => {
    const both = scored.filter(([p, l]) => p === k && l === k).length;
    const either = scored.filter(([p, l]) => p === k || l === k).length;
    const precision = both / scored.filter(([p]) => p === k).length;
    const recall = both / scored.filter(([, l]) => l === k).length;
    const dice = (2 * both) / (scored.filter(([p]) => p === k).length + scored.filter(([, l]) => l === k).length);
    return { iou: both / either, precision, recall, dice, f: (2 * precision * recall) / (precision + recall) };
  });
  return {
    aAcc: scored.filter(([p, l]) => p === l).length / scored.length,
    mIoU: nanMean(perClass.map(({ iou }) => iou)),
    mAcc: nanMean(perClass.map(({ recall }) => recall)),
    mDice: nanMean(perClass.map(({ dice }) => dice)),
    mFscore: nanMean(perClass.map(({ f }) => f)),
    mPrecision: nanMean(perClass.map(({ precision }) => precision)),
    mRecall: nanMean(perClass.map(({ recall }) => recall)),
  };
}
