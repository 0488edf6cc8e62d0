import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { evaluateCoco } from './evaluate-coco.js';
import { evaluateLvis } from './evaluate-lvis.js';

// What the official code makes of each case: its numbers, or its exception.
const readCases = <Schema extends z.ZodType>(name: string, schema: Schema) =>
  z.array(schema).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')));

const edgeCase = z.object({
  name: z.string(),
  iou_type: z.enum(['bbox', 'segm']),
  gt: z.unknown(),
  dt: z.array(z.unknown()),
  expected: z.union([z.string(), z.record(z.string(), z.number())]),
});
type EdgeCase = z.output<typeof edgeCase>;

const lvisCases = readCases('lvis-edge-cases.json', edgeCase.extend({ max_dets: z.number() }));
const cocoCases = readCases('coco-edge-cases.json', edgeCase);

const formatError = expect.objectContaining({ name: 'FileFormatError' }) as Error;

const segmentations = ({ iou_type }: EdgeCase) => iou_type === 'segm';

function evaluateAsLvis(example: (typeof lvisCases)[number], officialQuirks: boolean): number[] {
  const options = { format: 'lvis', segmentations: segmentations(example), officialQuirks } as const;
  const truth = groundTruthFromJson(example.gt, options);
  const { metrics } = evaluateLvis(truth, detectionsFromJson(example.dt, truth), {
    iouType: example.iou_type,
    perImage: example.max_dets,
  });
  return Object.values<number>({ ...metrics });
}

function evaluateAsCoco(example: EdgeCase, officialQuirks: boolean): number[] {
  const options = { format: 'coco', segmentations: segmentations(example), officialQuirks } as const;
  const truth = groundTruthFromJson(example.gt, options);
  const { metrics } = evaluateCoco(truth, detectionsFromJson(example.dt, truth), { iouType: example.iou_type });
  return Object.values<number>({ ...metrics });
}

const find = <Example extends EdgeCase>(cases: readonly Example[], name: string): Example => {
  const found = cases.find((example) => example.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};

describe('with officialQuirks, as the official code', () => {
  it.each(lvisCases)('LVIS: $name', (example) => {
    if (typeof example.expected === 'string') expect(() => evaluateAsLvis(example, true)).toThrow(formatError);
    else expectClose(evaluateAsLvis(example, true), Object.values(example.expected), { absolute: 1e-12 });
  });

  it.each(cocoCases)('COCO: $name', (example) => {
    if (typeof example.expected === 'string') expect(() => evaluateAsCoco(example, true)).toThrow(formatError);
    else expectClose(evaluateAsCoco(example, true), Object.values(example.expected), { absolute: 1e-12 });
  });
});

describe('by default', () => {
  const differs = [
    'empty_results',
    'gt_id_zero_bug',
    'missing_iscrowd',
    'negative_wh_box',
    'segm_size_mismatch',
    'unknown_category',
  ];

  it.each(lvisCases.filter(({ name }) => !differs.includes(name)))('the same, LVIS: $name', (example) => {
    if (typeof example.expected === 'string') expect(() => evaluateAsLvis(example, false)).toThrow(formatError);
    else expectClose(evaluateAsLvis(example, false), Object.values(example.expected), { absolute: 1e-12 });
  });

  it.each(cocoCases.filter(({ name }) => !differs.includes(name)))('the same, COCO: $name', (example) => {
    if (typeof example.expected === 'string') expect(() => evaluateAsCoco(example, false)).toThrow(formatError);
    else expectClose(evaluateAsCoco(example, false), Object.values(example.expected), { absolute: 1e-12 });
  });

  it('no detections are an AP of 0, not a crash', () => {
    expect(evaluateAsLvis(find(lvisCases, 'empty_results'), false)).toEqual([
      0, 0, 0, -1, 0, -1, -1, -1, 0, 0, -1, 0, -1,
    ]);
    expect(evaluateAsCoco(find(cocoCases, 'empty_results'), false)).toEqual([0, 0, 0, -1, 0, -1, 0, 0, 0, -1, 0, -1]);
  });

  it('a ground truth of id 0 is found', () => {
    expectClose(evaluateAsLvis(find(lvisCases, 'gt_id_zero_bug'), false).slice(0, 3), [1, 1, 1], { absolute: 1e-15 });
  });

  it('a COCO annotation without iscrowd is no crowd', () => {
    expectClose(evaluateAsCoco(find(cocoCases, 'missing_iscrowd'), false).slice(0, 3), [1, 1, 1], { absolute: 1e-15 });
  });

  it.each([
    ['unknown_category', 'record[0] category_id must be a category of the ground truth, got 77'],
    ['negative_wh_box', 'record[0] bbox must be of a width and height from 0, got [150, 150, -50, -50]'],
    ['segm_size_mismatch', 'record[0] segmentation must be of the size of its image, 480 x 640, got [470, 640]'],
  ])('%s is an error that names the record', (name, message) => {
    expect(() => evaluateAsLvis(find(lvisCases, name), false)).toThrow(message);
  });

  it.each([
    ['missing_score', 'record[0] score must be a finite number, got nothing'],
    ['bad_frequency', 'categories[0] (id 1) frequency must be valid, got "x": Invalid option: expected one of'],
    ['mixed_first_has_bbox', 'record[1] bbox must be four numbers x, y, width, height, got nothing'],
  ])('%s is an error as well, with the record', (name, message) => {
    expect(() => evaluateAsLvis(find(lvisCases, name), false)).toThrow(message);
  });
});
