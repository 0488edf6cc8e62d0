import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import type { RegionDetections } from '../post-processing/region-detections.js';
import { resultRecords, type ResultRecord } from './result-records.js';
import { writeResults } from './write-results.js';

const detections: RegionDetections = {
  imageId: 7,
  size: { height: 2, width: 3 },
  length: 2,
  boxes: Float64Array.of(0, 0.5, 2, 2, 1, 0, 3, 1),
  scores: Float32Array.of(0.75, 0.25),
  classes: Int32Array.of(1, 0),
  regions: Int32Array.of(4, 2),
};
const mask = { height: 2, width: 3, runs: Uint32Array.of(2, 3, 1) };
const records = resultRecords(detections, [3, 18], [mask, mask]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'results-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('resultRecords', () => {
  it('have ids, left, top, width and height, and compressed runs', () => {
    expect(records).toEqual([
      {
        image_id: 7,
        category_id: 18,
        bbox: [0, 0.5, 2, 1.5],
        score: 0.75,
        segmentation: { size: [2, 3], counts: '231' },
      },
      { image_id: 7, category_id: 3, bbox: [1, 0, 2, 1], score: 0.25, segmentation: { size: [2, 3], counts: '231' } },
    ]);
    expect(resultRecords(detections, [3, 18])[0]).not.toHaveProperty('segmentation');
  });

  it('refuse a class without an id, and other than one mask each', () => {
    expect(() => resultRecords(detections, [3])).toThrow('`categoryIds` must have one for class 1, got 1');
    expect(() => resultRecords(detections, [3, 18], [mask])).toThrow('`masks` must be 2, one a detection, got 1');
  });
});

describe('writeResults', () => {
  it('writes a list that the evaluators read, whether there are results or not', async () => {
    const path = join(folder, 'results.json');
    expect(await writeResults(path, [[], records, [], records.slice(1)])).toBe(3);
    const written: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(written).toEqual([...records, records[1]]);
    const images = [{ id: 7, height: 2, width: 3 }];
    const categories = [
      { id: 3, name: 'cat' },
      { id: 18, name: 'dog' },
    ];
    const truth = groundTruthFromJson({ images, annotations: [], categories }, { format: 'coco', segmentations: true });
    expect(detectionsFromJson(written, truth)).toMatchObject({
      length: 3,
      boxes: Float64Array.of(0, 0.5, 2, 1.5, 1, 0, 2, 1, 1, 0, 2, 1),
    });
    expect(await writeResults(path, [[], []])).toBe(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([]);
  });

  it('leaves the old file as it was when an image fails', async () => {
    const path = join(folder, 'results.json');
    await writeResults(path, [records]);
    async function* failing(): AsyncGenerator<ResultRecord[]> {
      yield records;
      throw new Error('no such image');
    }
    await expect(writeResults(path, failing())).rejects.toThrow('no such image');
    expect(await readdir(folder)).toEqual(['results.json']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toHaveLength(2);
  });
});
