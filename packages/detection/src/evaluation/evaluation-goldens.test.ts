import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { evaluateCoco, summarizeCoco, type CocoOptions } from './evaluate-coco.js';
import { evaluateLvis, summarizeLvis, type LvisOptions } from './evaluate-lvis.js';
import type { MatchTable } from './match-table.js';
import { mergeMatchTables } from './merge-match-tables.js';

// From lvis-api and pycocotools, by tools/goldens/make_evaluation_goldens.py, which says how to compare many more.
const file = process.env.DISALIGN_EVALUATION_GOLDENS ?? join(import.meta.dirname, 'fixtures/evaluation-goldens.json');

const numbers = z.object({ metrics: z.array(z.number()), perCategory: z.array(z.number()) });
const cases = z
  .array(
    z.object({
      truth: z.looseObject({ images: z.array(z.object({ id: z.number() }).loose()) }),
      detections: z.array(z.unknown()),
      perImage: z.number(),
      perCategory: z.number(),
      expected: z.object({
        lvisBbox: numbers,
        lvisSegm: numbers,
        lvisBoundary: numbers,
        lvisPerImage: numbers,
        lvisPerCategory: numbers,
        lvisBoth: numbers,
        cocoBbox: numbers,
        cocoSegm: numbers,
      }),
    }),
  )
  .parse(JSON.parse(readFileSync(file, 'utf8')));

/** The metrics and the AP of each category, in rows. */
function numbersOf({ metrics, perCategory }: { metrics: object; perCategory: readonly { AP: number }[] }) {
  return [...Object.values<number>({ ...metrics }), ...perCategory.map(({ AP }) => AP)];
}

const lvis = ({ truth, detections }: (typeof cases)[number], options: LvisOptions) => {
  const groundTruth = groundTruthFromJson(truth, { format: 'lvis', segmentations: true });
  return evaluateLvis(groundTruth, detectionsFromJson(detections, groundTruth), options);
};
const coco = ({ truth, detections }: (typeof cases)[number], options: CocoOptions) => {
  const groundTruth = groundTruthFromJson(truth, { format: 'coco', segmentations: true });
  return evaluateCoco(groundTruth, detectionsFromJson(detections, groundTruth), options);
};

describe('random ground truth and detections', () => {
  it.each([
    ['lvisBbox', () => ({})],
    ['lvisSegm', () => ({ iouType: 'segm' })],
    ['lvisBoundary', () => ({ iouType: 'boundary' })],
    ['lvisPerImage', ({ perImage }) => ({ perImage })],
    ['lvisPerCategory', ({ perCategory }) => ({ perImage: undefined, perCategory })],
    ['lvisBoth', ({ perImage, perCategory }) => ({ perImage, perCategory })],
  ] satisfies [keyof (typeof cases)[number]['expected'], (example: (typeof cases)[number]) => LvisOptions][])(
    '%s is that of lvis-api to 1e-12',
    (name, options) => {
      expect(cases).not.toEqual([]);
      for (const example of cases) {
        const { metrics, perCategory } = example.expected[name];
        expectClose(numbersOf(lvis(example, options(example))), [...metrics, ...perCategory], { absolute: 1e-12 });
      }
    },
  );

  it.each(['bbox', 'segm'] as const)('COCO %s is that of pycocotools to 1e-12', (iouType) => {
    for (const example of cases) {
      const { metrics, perCategory } = example.expected[iouType === 'bbox' ? 'cocoBbox' : 'cocoSegm'];
      expectClose(numbersOf(coco(example, { iouType })), [...metrics, ...perCategory], { absolute: 1e-12 });
    }
  });

  it('shards merge to the numbers of one pass, in any order', () => {
    for (const example of cases) {
      const ids = example.truth.images.map(({ id }) => id);
      const shards = [ids.slice(1), ids.slice(0, 1)];
      for (const limits of [{}, { perImage: undefined, perCategory: example.perCategory }]) {
        const whole = lvis(example, limits);
        const merged = mergeMatchTables(shards.map((imageIds) => lvis(example, { ...limits, imageIds }).matches));
        expect(merged).toEqual(whole.matches);
        expect(summarizeLvis(merged)).toEqual(whole.metrics);
      }
      const cocoWhole = coco(example, { iouType: 'segm' });
      const cocoMerged = mergeMatchTables(
        shards.map((imageIds) => coco(example, { iouType: 'segm', imageIds }).matches),
      );
      expect(summarizeCoco(cocoMerged)).toEqual(cocoWhole.metrics);
    }
  });
});

describe('mergeMatchTables', () => {
  const tables = cases.slice(0, 2).map((example) => lvis(example, {}).matches);

  it.each<[string, () => MatchTable[], string]>([
    ['no table', () => [], 'must hold at least one table'],
    ['an image twice', () => [tables[0], tables[0]], 'must be of disjoint images'],
    ['other categories', () => tables, 'must have the same categories'],
    [
      'two IoU types',
      () => [tables[0], { ...tables[0], iouType: 'segm' }],
      'must have one IoU type, got bbox and segm',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(() => mergeMatchTables(make())).toThrow(message);
  });
});
