import { readMutants } from '@disalign/test-support';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../random/create-random.js';
import { drawFeatures } from './fixtures/draw-features.js';
import { openFeatureShards } from './open-feature-shards.js';
import { writeFeatureShards } from './write-feature-shards.js';

describe('mutated feature shards', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are refused by name or give finite numbers and labels below K', async () => {
    const { files } = await writeFeatureShards(folder, drawFeatures({ rows: 200, featureSize: 2, classes: 3 }));
    const original = await readFile(files[0]);
    const random = createRandom(6);
    const nextInt = (bound: number) => random.nextInt(bound);
    const options = { originals: [original], count: 500, nextInt, file: files[0] };
    const results = await readMutants(options, async (bytes) => {
      await writeFile(files[0], bytes);
      const source = await openFeatureShards(files, { onWarning: () => undefined });
      const { features, logits, labels } = await source.read({ start: 0, end: source.rows });
      expect(features).toHaveLength(source.rows * source.featureSize);
      expect(logits).toHaveLength(source.rows * source.classes);
      expect([...features, ...logits].every(Number.isFinite)).toBe(true);
      expect(labels.every((label) => label >= -1 && label < source.classes)).toBe(true);
    });
    expect(results.read).toBeGreaterThan(20);
    expect(results.refused).toBeGreaterThan(250);
  });
});
