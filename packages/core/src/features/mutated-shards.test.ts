import { readMutants } from '@disalign/test-support';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors } from '../files/read-safetensors.js';
import { writeNpz } from '../files/write-npz.js';
import { createRandom } from '../random/create-random.js';
import { drawFeatures } from './fixtures/draw-features.js';
import { openFeatureShards } from './open-feature-shards.js';
import { writeFeatureShards } from './write-feature-shards.js';

describe('mutated feature shards', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['safetensors', 'npz'])(
    'of %s are refused by name or give finite numbers and labels below K',
    async (kind) => {
      const written = await writeFeatureShards(folder, drawFeatures({ rows: 200, featureSize: 2, classes: 3 }));
      const path = kind === 'npz' ? join(folder, 'shard.npz') : written.files[0];
      if (kind === 'npz') await writeNpz(path, (await readSafetensors(written.files[0])).tensors);
      const original = await readFile(path);
      const random = createRandom(6);
      const nextInt = (bound: number) => random.nextInt(bound);
      const options = { originals: [original], count: 500, nextInt, file: path };
      const results = await readMutants(options, async (bytes) => {
        await writeFile(path, bytes);
        const source = await openFeatureShards([path], { onWarning: () => undefined });
        const { features, logits, labels } = await source.read({ start: 0, end: source.rows });
        expect(features).toHaveLength(source.rows * source.featureSize);
        expect(logits).toHaveLength(source.rows * source.classes);
        expect([...features, ...logits].every(Number.isFinite)).toBe(true);
        expect(labels.every((label) => label >= -1 && label < source.classes)).toBe(true);
      });
      expect(results.read).toBeGreaterThan(20);
      expect(results.refused).toBeGreaterThan(250);
    },
  );
});
