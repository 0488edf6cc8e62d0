import { createRandom } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { bootstrapPrecisions } from './bootstrap-precisions.js';
import { evaluateLvis } from './evaluate-lvis.js';
import { weighableMatches, weightedPrecisions } from './weighted-precisions.js';

const frequencies = ['r', 'c', 'f'];
const imageCount = 8;

/** Images with a few boxes of three categories, and detections around some of them; `copies[i]` of image i. */
function drawEvaluation(seed: number, copies: readonly number[] = new Array<number>(imageCount).fill(1)) {
  const images: object[] = [];
  const annotations: object[] = [];
  const results: { image_id: number; category_id: number; bbox: number[]; score: number }[] = [];
  for (const [index, count] of copies.entries()) {
    const random = createRandom(seed, index);
    const boxes = Array.from({ length: 1 + random.nextInt(4) }, () => ({
      category_id: 1 + random.nextInt(3),
      bbox: [
        100 * random.nextFloat(),
        100 * random.nextFloat(),
        20 + 30 * random.nextFloat(),
        20 + 30 * random.nextFloat(),
      ],
    }));
    const found = boxes.flatMap(({ category_id, bbox: [x, y, width, height] }) =>
      Array.from({ length: random.nextInt(3) }, () => ({
        category_id: random.nextFloat() < 0.8 ? category_id : 1 + random.nextInt(3),
        bbox: [x + 6 * random.nextFloat(), y + 6 * random.nextFloat(), width, height],
        score: random.nextFloat(),
      })),
    );
    for (let copy = 0; copy < count; copy++) {
      const id = 100 * copy + index + 1;
      images.push({
        id,
        height: 150,
        width: 150,
        neg_category_ids: [1, 2],
        not_exhaustive_category_ids: index === 2 ? [1] : [],
      });
      for (const box of boxes) {
        annotations.push({ ...box, id: annotations.length + 1, image_id: id, area: box.bbox[2] * box.bbox[3] });
      }
      for (const one of found) results.push({ ...one, image_id: id });
    }
  }
  const categories = frequencies.map((frequency, k) => ({ id: k + 1, name: `category ${k}`, frequency }));
  const truth = groundTruthFromJson({ images, annotations, categories }, { format: 'lvis' });
  return { truth, results, evaluate: (list = results) => evaluateLvis(truth, detectionsFromJson(list, truth)) };
}

describe('weightedPrecisions', () => {
  it('are those of the evaluation where every image counts once, and of its copies where it counts more often', () => {
    const weightsOf = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: imageCount, maxLength: imageCount });
    fc.assert(
      fc.property(fc.nat(1000), weightsOf, (seed, weights) => {
        fc.pre(weights.some((weight) => weight > 0));
        const { truth, evaluate } = drawEvaluation(seed);
        const own = weightedPrecisions(weighableMatches(truth, evaluate().matches), Int32Array.from(weights));
        const copied = drawEvaluation(seed, weights).evaluate();
        const expected = copied.perCategory.map(({ AP }) => (AP === -1 ? NaN : AP));
        expectClose(own, expected, { relative: 1e-12 });
      }),
      { numRuns: 60 },
    );
  });

  it('refuses matches of another ground truth', () => {
    const { evaluate } = drawEvaluation(1);
    expect(() => weighableMatches(drawEvaluation(2).truth, evaluate().matches)).toThrow(
      '`truth` must be what was evaluated',
    );
  });
});

describe('bootstrapPrecisions', () => {
  const { truth, results, evaluate } = drawEvaluation(5);
  const reference = evaluate().matches;
  const best = truth.annotations;
  const perfect = evaluate(
    Array.from({ length: best.length }, (_, row) => ({
      image_id: truth.images.ids[best.images[row]],
      category_id: truth.categories[best.categories[row]].id,
      bbox: [...best.boxes.subarray(4 * row, 4 * row + 4)],
      score: 0.5,
    })),
  ).matches;

  it('estimates the difference of the two evaluations, with an interval around it', () => {
    const intervals = bootstrapPrecisions(truth, [{ reference, candidate: perfect }], { seed: 1, resamples: 200 });
    const before = evaluate().metrics;
    for (const name of ['AP', 'APr', 'APc', 'APf'] as const) {
      const interval = intervals[name]!;
      expect(interval.estimate).toBeCloseTo(1 - before[name], 12);
      expect(interval.lower).toBeLessThan(interval.estimate);
      expect(interval.upper).toBeGreaterThan(interval.estimate);
      expect(interval.upper).toBeLessThanOrEqual(1);
    }
  });

  it('is zero for a detector and itself, one for nothing and everything, and the mean of two runs', () => {
    const zero = { estimate: 0, lower: 0, upper: 0 };
    const same = bootstrapPrecisions(truth, [{ reference, candidate: reference }], { seed: 1, resamples: 20 });
    expect(same).toEqual({ AP: zero, APr: zero, APc: zero, APf: zero });
    const nothing = evaluate([]).matches;
    const runs = [
      { reference: nothing, candidate: perfect },
      { reference, candidate: reference },
    ];
    const half = bootstrapPrecisions(truth, runs, { seed: 1, resamples: 20 });
    expect(half.AP?.lower).toBeCloseTo(0.5, 12);
    expect(half.AP?.upper).toBeCloseTo(0.5, 12);
  });

  it('gives one result for a seed, and null for a group without ground truth', () => {
    const run = (seed: number) =>
      bootstrapPrecisions(truth, [{ reference, candidate: perfect }], { seed, resamples: 50 });
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
    const images = [{ id: 1, height: 9, width: 9, neg_category_ids: [], not_exhaustive_category_ids: [] }];
    const annotations = [{ id: 1, image_id: 1, category_id: 1, bbox: [1, 1, 4, 4], area: 16 }];
    const categories = [{ id: 1, name: 'cat', frequency: 'r' }];
    const small = groundTruthFromJson({ images, annotations, categories }, { format: 'lvis' });
    const { matches } = evaluateLvis(small, detectionsFromJson([], small));
    const one = bootstrapPrecisions(small, [{ reference: matches, candidate: matches }], { seed: 0, resamples: 5 });
    expect(one).toMatchObject({ APr: { estimate: 0 }, APc: null, APf: null });
  });

  it('refuses no runs, other images and options out of range', () => {
    expect(() => bootstrapPrecisions(truth, [], { seed: 0 })).toThrow('`runs` must hold at least one run, got none');
    const runs = [{ reference, candidate: perfect }];
    expect(() => bootstrapPrecisions(truth, runs, { seed: 0, resamples: 0 })).toThrow('`resamples` must be a positive');
    expect(() => bootstrapPrecisions(truth, runs, { seed: 0, resamples: 2, level: 2 })).toThrow('`level` must be in');
    const shard = evaluateLvis(truth, detectionsFromJson(results, truth), { imageIds: [1, 2] }).matches;
    const mixed = [{ reference, candidate: shard }];
    expect(() => bootstrapPrecisions(truth, mixed, { seed: 0 })).toThrow('`runs` must all be of the same images');
  });
});
