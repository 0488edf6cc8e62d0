import { describe, expect, it } from 'vitest';
import { evaluateCoco } from '../evaluation/evaluate-coco.js';
import { evaluateLvis } from '../evaluation/evaluate-lvis.js';
import { detectionsFromJson } from './detections-from-json.js';
import type { GroundTruthOptions } from './ground-truth.js';
import { groundTruthFromJson } from './ground-truth-from-json.js';

const image = { id: 7, height: 4, width: 6, neg_category_ids: [], not_exhaustive_category_ids: [] };
const polygon = [1, 1, 3, 1, 3, 3];
const annotation = { id: 5, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, segmentation: [polygon] };
const json = { images: [image], annotations: [annotation], categories: [{ id: 3, name: 'cat', frequency: 'f' }] };
const lvis: GroundTruthOptions = { format: 'lvis', segmentations: true };

const result = { image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.5 };
const mask = { image_id: 7, category_id: 3, segmentation: { size: [4, 6], counts: [24] }, score: 0.5 };

/** The error about annotations that differ from good ones in a field of the first record. */
const truthWith = (section: 'images' | 'annotations' | 'categories', fields: object) => () =>
  groundTruthFromJson({ ...json, [section]: [{ ...json[section][0], ...fields }] }, lvis);

describe('annotations that are wrong are one error, which names the record', () => {
  it.each([
    [truthWith('annotations', { image_id: 8 }), 'annotations[0] (id 5) image_id must be an id of images, got 8'],
    [
      truthWith('annotations', { category_id: 8 }),
      'annotations[0] (id 5) category_id must be an id of categories, got 8',
    ],
    [truthWith('annotations', { id: '5' }), 'annotations[0] id must be a whole number, got "5"'],
    [truthWith('annotations', { area: undefined }), 'annotations[0] (id 5) area must be a finite number, got nothing'],
    [truthWith('annotations', { bbox: [1, 1, 2] }), 'bbox must be four numbers x, y, width, height, got [1, 1, 2]'],
    [truthWith('annotations', { bbox: [1, 1, -2, 2] }), 'bbox must be of a width and height from 0, got [1, 1, -2, 2]'],
    [truthWith('annotations', { bbox: [1, 1, '2', 2] }), 'bbox must be four numbers within +-1e8, got [1, 1, "2", 2]'],
    [truthWith('annotations', { ignore: 2 }), 'annotations[0] (id 5) ignore must be 0 or 1, got 2'],
    [truthWith('annotations', { segmentation: undefined }), 'segmentation must be polygons, or runs with `size`'],
    [truthWith('annotations', { segmentation: [] }), 'segmentation must be at least one polygon, got []'],
    [
      truthWith('annotations', { segmentation: [[1, 1, 3, 1]] }),
      'an even number of at least six finite numbers, got [1, 1, 3, 1]',
    ],
    [
      truthWith('annotations', { segmentation: [[...polygon, 1]] }),
      'an even number of at least six finite numbers, got [1, 1',
    ],
    [
      truthWith('annotations', { segmentation: [[...polygon, 1e300, 1]] }),
      'an even number of at least six finite numbers',
    ],
    [
      truthWith('annotations', { segmentation: { size: [4, 5], counts: [20] } }),
      'segmentation must be of the size of its image, 4 x 6, got [4, 5]',
    ],
    [
      truthWith('annotations', { segmentation: { size: [4, 6], counts: [20] } }),
      'segmentation must be runs of its mask, got an object of size, counts: segmentationMask: `runs` must sum to 4 x 6 = 24, got 20',
    ],
    [
      truthWith('annotations', { segmentation: { size: [4, 6], counts: 'h ' } }),
      'must hold characters of the codes 48 to 111, got " " in place 1',
    ],
    [truthWith('images', { height: 0 }), 'images[0] (id 7) height must be valid, got 0'],
    [truthWith('images', { height: 2 ** 20, width: 2 ** 20 }), 'must have fewer than 2^31 pixels'],
    [
      truthWith('images', { neg_category_ids: undefined }),
      'images[0] (id 7) neg_category_ids must be valid, got nothing',
    ],
    [truthWith('categories', { frequency: undefined }), 'categories[0] (id 3) frequency must be valid, got nothing'],
    [
      () => groundTruthFromJson({ ...json, images: [image, image] }, lvis),
      'images[1] (id 7) id must be its own, got 7',
    ],
    [
      () => groundTruthFromJson({ ...json, annotations: [annotation, annotation] }, lvis),
      'annotations[1] (id 5) id must be its own, got 5',
    ],
    [() => groundTruthFromJson({ ...json, annotations: {} }, lvis), 'annotations must be a list, got another value'],
    [() => groundTruthFromJson({ images: [], annotations: [] }, lvis), 'categories must be there, got nothing'],
    [() => groundTruthFromJson([annotation], lvis), 'must be an object with images, annotations and categories'],
  ])('%#', (read, message) => {
    expect(read).toThrow(expect.objectContaining({ name: 'FileFormatError' }));
    expect(read).toThrow(message);
  });
});

describe('results that are wrong are one error, which names the record', () => {
  const truth = groundTruthFromJson(json, lvis);

  it.each([
    [[result, { ...result, image_id: 8 }], 'record[1] image_id must be an image of the ground truth, got 8'],
    [[result, { ...result, category_id: 8 }], 'record[1] category_id must be a category of the ground truth, got 8'],
    [[result, { ...result, score: NaN }], 'record[1] score must be a finite number, got NaN'],
    [[{ ...result, score: '0.5' }], 'record[0] score must be a finite number, got "0.5"'],
    [[{ ...result, bbox: [0, 0, 1, -1] }], 'record[0] bbox must be of a width and height from 0'],
    [[{ ...result, bbox: [0, 0, 1, Infinity] }], 'record[0] bbox must be four numbers within +-1e8'],
    [[{ ...result, bbox: undefined }], 'record[0] bbox or segmentation must be there, got nothing'],
    [[mask, { ...mask, segmentation: undefined }], 'record[1] bbox or segmentation must be there'],
    [
      [{ ...mask, segmentation: { size: [4, 7], counts: [28] } }],
      'must be of the size of its image, 4 x 6, got [4, 7]',
    ],
    [
      [{ ...mask, segmentation: { size: [4, 6], counts: [1, -1, 24] } }],
      'must hold whole numbers from 0 to 2^31 - 1, got -1',
    ],
    [[{ ...mask, segmentation: { size: [4, 6], counts: 'h0P' } }], 'must end with a whole run, got a run cut off'],
    [[{ ...mask, segmentation: { size: [4, 6], counts: 7 } }], 'must be polygons, or runs with `size` and `counts`'],
    [
      [{ ...mask, segmentation: { size: ['4', 6], counts: [24] } }],
      'must be polygons, or runs with `size` and `counts`',
    ],
    [[7], 'record[0] must be an object, got 7'],
    [{}, 'must be a list of results, got object'],
  ])('%#', (results, message) => {
    expect(() => detectionsFromJson(results, truth)).toThrow(expect.objectContaining({ name: 'FileFormatError' }));
    expect(() => detectionsFromJson(results, truth)).toThrow(message);
  });

  it('masks are needed for masks', () => {
    const boxesOnly = groundTruthFromJson(json, { format: 'lvis' });
    const detections = detectionsFromJson([result], boxesOnly);
    expect(() => evaluateLvis(boxesOnly, detections, { iouType: 'segm' })).toThrow(
      '`groundTruth` must be read with segmentations',
    );
    expect(() => evaluateLvis(truth, detections, { iouType: 'segm' })).toThrow(
      'must be read with segmentations for segm',
    );
  });

  it('each evaluator takes its own ground truth', () => {
    const detections = detectionsFromJson([result], truth);
    expect(() => evaluateCoco(truth, detections)).toThrow('must be read as coco, got lvis');
    expect(() => evaluateLvis(groundTruthFromJson(json, { format: 'coco' }), detections)).toThrow(
      'must be read as lvis',
    );
    expect(() => evaluateLvis(truth, detections, { imageIds: [8] })).toThrow(
      'must be images of the ground truth, got 8',
    );
  });
});

describe('what is unusual and right', () => {
  it('masks without boxes are evaluated by their boxes too, and polygons as results', () => {
    const truth = groundTruthFromJson(json, lvis);
    const results = [{ ...mask, segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]] }];
    for (const segmentations of [true, false]) {
      const { metrics } = evaluateLvis(truth, detectionsFromJson(results, truth, { segmentations }));
      expect(metrics.AP50).toBeCloseTo(1, 12);
    }
    const runs = [{ ...mask, segmentation: { size: [4, 6], counts: [5, 2, 2, 2, 13] } }];
    expect(evaluateLvis(truth, detectionsFromJson(runs, truth)).metrics.AP50).toBeCloseTo(1, 12);
  });

  it('areas of the masks count when boxes are ignored', () => {
    const truth = groundTruthFromJson(json, lvis);
    const both = [{ ...mask, bbox: [0, 0, 6, 4], segmentation: { size: [4, 6], counts: [5, 2, 2, 2, 13] } }];
    expect(detectionsFromJson(both, truth).areas[0]).toBe(24);
    expect(detectionsFromJson(both, truth, { ignoreBoxes: true }).areas[0]).toBe(4);
  });
});
