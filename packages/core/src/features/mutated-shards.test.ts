import { mutateBytes } from '@disalign/test-support';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileFormatError } from '../files/file-format-error.js';
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
    const results = { read: 0, refused: 0 };
    for (let mutant = 0; mutant < 500; mutant++) {
      await writeFile(
        files[0],
        mutateBytes(original, (bound) => random.nextInt(bound)),
      );
      try {
        const source = await openFeatureShards(files, { onWarning: () => undefined });
        const { features, logits, labels } = await source.read({ start: 0, end: source.rows });
        expect(features).toHaveLength(source.rows * source.featureSize);
        expect(logits).toHaveLength(source.rows * source.classes);
        expect([...features, ...logits].every(Number.isFinite)).toBe(true);
        expect(labels.every((label) => label >= -1 && label < source.classes)).toBe(true);
        results.read++;
      } catch (error) {
        if (!(error instanceof FileFormatError)) throw error;
        expect(error.message).toContain(files[0]);
        results.refused++;
      }
    }
    expect(results.read).toBeGreaterThan(20);
    expect(results.refused).toBeGreaterThan(250);
  });
});
