import { createRandom, FileFormatError } from '@disalign/core';
import { readMutants } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { evaluateCoco } from '../evaluation/evaluate-coco.js';
import { evaluateLvis } from '../evaluation/evaluate-lvis.js';
import { DetectionBuilder } from './detection-builder.js';
import { GroundTruthBuilder } from './ground-truth-builder.js';
import type { AnnotationFormat } from './ground-truth.js';
import { JsonRecordScanner } from './json-record-scanner.js';

const categories = [
  { id: 1, name: 'cat', frequency: 'f' },
  { id: 2, name: 'lynx', frequency: 'r' },
];
const images = [7, 9].map((id) => ({
  id,
  height: 20,
  width: 30,
  neg_category_ids: [2],
  not_exhaustive_category_ids: [1],
}));
const box = [1.5, 1, 12, 10];
const annotations = [
  { id: 1, image_id: 7, category_id: 1, bbox: box, area: 90, iscrowd: 0, segmentation: [[1.5, 1, 13, 2, 8, 11]] },
  {
    id: 2,
    image_id: 9,
    category_id: 2,
    bbox: box,
    area: 9,
    iscrowd: 1,
    segmentation: { size: [20, 30], counts: [25, 9, 566] },
  },
  {
    id: 3,
    image_id: 9,
    category_id: 1,
    bbox: box,
    area: 9,
    iscrowd: 0,
    segmentation: { size: [20, 30], counts: 'i09fa0' },
  },
];
const results = [
  { image_id: 7, category_id: 1, bbox: box, score: 0.75 },
  { image_id: 9, category_id: 2, bbox: [2, 2, 9, 9], score: 0.5, segmentation: [[1.5, 1, 13, 2, 8, 11]] },
];
const masks = [{ image_id: 9, category_id: 1, score: 0.25, segmentation: { size: [20, 30], counts: 'i09fa0' } }];

/** Lists in pieces, as a file is read. */
function feed(bytes: Uint8Array, to: { add: GroundTruthBuilder['add'] }): void {
  const scanner = new JsonRecordScanner('mutant');
  for (let at = 0; at < bytes.length; at += 300) {
    for (const records of scanner.push(bytes.subarray(at, at + 300))) to.add(records);
  }
  scanner.end();
}

function readTruth(bytes: Uint8Array, format: AnnotationFormat, officialQuirks: boolean) {
  const builder = new GroundTruthBuilder('mutant', { format, segmentations: true, officialQuirks });
  feed(bytes, builder);
  return builder.finish();
}

/** Evaluates, and finds only numbers from 0 to 1, or -1. */
function evaluateAll(
  truth: Uint8Array,
  detections: Uint8Array,
  format: AnnotationFormat,
  officialQuirks: boolean,
): void {
  const groundTruth = readTruth(truth, format, officialQuirks);
  const builder = new DetectionBuilder('mutant', groundTruth);
  feed(detections, builder);
  const table = builder.finish();
  for (const iouType of ['bbox', 'segm'] as const) {
    const { metrics } =
      format === 'lvis' ? evaluateLvis(groundTruth, table, { iouType }) : evaluateCoco(groundTruth, table, { iouType });
    for (const value of Object.values<number>({ ...metrics })) {
      if (!(value === -1 || (value >= 0 && value <= 1))) throw new Error(`a metric of ${value}`);
    }
  }
}

const encode = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));
const truthFile = encode({ images, annotations, categories });
const resultFiles = [encode(results), encode(masks)];

const hostile: unknown[] = [null, true, '', 'x', [], {}, -1, 0, 0.5, 1e-320, 1e9, 2 ** 53, 1e300, -1e300, 7, [[]], '0'];

/** A copy in which one value, of any depth, is replaced, left out or put twice into its list. */
function mutateJson(value: unknown, nextInt: (bound: number) => number): unknown {
  if (typeof value !== 'object' || value === null || nextInt(8) === 0) return hostile[nextInt(hostile.length)];
  const entries = Object.entries<unknown>({ ...value });
  if (entries.length === 0) return hostile[nextInt(hostile.length)];
  const at = nextInt(entries.length);
  const [key, item] = entries[at];
  const how = nextInt(10);
  if (how === 0) entries.splice(at, 1);
  else if (how === 1) entries.push([key, item]);
  else entries[at] = [key, mutateJson(item, nextInt)];
  return Array.isArray(value) ? entries.map(([, kept]) => kept) : Object.fromEntries(entries);
}

describe.each([
  ['lvis', false],
  ['lvis', true],
  ['coco', false],
  ['coco', true],
] as const)('2,500 mutated files of %s are refused as a format error or evaluated, quirks %s', (format, quirks) => {
  const random = createRandom(20210621, format === 'lvis' ? 0 : 1, Number(quirks));
  const nextInt = (bound: number) => random.nextInt(bound);
  const mutants = (originals: Uint8Array[]) => ({ originals, count: 625, nextInt, file: 'mutant' });
  const evaluateTruth = (bytes: Uint8Array) => evaluateAll(bytes, resultFiles[0], format, quirks);
  const evaluateResults = (bytes: Uint8Array) => evaluateAll(truthFile, bytes, format, quirks);
  const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

  it('what is mutated is right', () => {
    for (const file of resultFiles) expect(() => evaluateResults(file)).not.toThrow();
  });

  it('bytes of the annotations', async () => {
    const { read, refused } = await readMutants(mutants([truthFile]), evaluateTruth);
    expect(Math.min(read, refused)).toBeGreaterThan(10);
  });

  it('bytes of the results', async () => {
    const { read, refused } = await readMutants(mutants(resultFiles), evaluateResults);
    expect(Math.min(read, refused)).toBeGreaterThan(10);
  });

  it('values of the annotations', () => {
    const [read, refused] = evaluateMutants(() => evaluateTruth(encode(mutateJson(decode(truthFile), nextInt))));
    expect(Math.min(read, refused)).toBeGreaterThan(30);
  });

  it('values of the results', () => {
    const [read, refused] = evaluateMutants((at) =>
      evaluateResults(encode(mutateJson(decode(resultFiles[at % 2]), nextInt))),
    );
    expect(Math.min(read, refused)).toBeGreaterThan(30);
  });
});

/** How many of 625 were evaluated, and refused. @throws whatever is no FileFormatError that names the file */
function evaluateMutants(evaluate: (at: number) => void): [read: number, refused: number] {
  let refused = 0;
  for (let at = 0; at < 625; at++) {
    try {
      evaluate(at);
    } catch (error) {
      if (!(error instanceof FileFormatError && error.message.includes('mutant'))) throw error;
      refused++;
    }
  }
  return [625 - refused, refused];
}
