import { copyFile, mkdtemp, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeatureBatch } from './feature-source.js';
import { drawFeatures } from './fixtures/draw-features.js';
import { openFeatureShards } from './open-feature-shards.js';
import { resumeFeatureShards } from './resume-feature-shards.js';
import { writeFeatureShards } from './write-feature-shards.js';

const source = drawFeatures({ rows: 25, views: 2 });
const options = { rowsPerShard: 6, metadata: { model: 'resnet' } };

/** Batches of 4 rows from a row on, which fail before row `failAt`; notes where they were begun. */
function batchesOf(begins: number[], failAt = Infinity) {
  return async function* (firstRow: number): AsyncGenerator<FeatureBatch[]> {
    begins.push(firstRow);
    for (let start = firstRow; start < source.rows; start += 4) {
      if (start >= failAt) throw new Error('out of images');
      const range = { start, end: Math.min(start + 4, source.rows) };
      yield [await source.read(range, 0), await source.read(range, 1)];
    }
  };
}

describe('resumeFeatureShards', () => {
  let root: string;
  let folder: string;
  const filesOf = async (path: string) => {
    const names = await readdir(path);
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
    );
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'disalign-'));
    folder = join(root, 'shards');
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each([4, 8, 13, 24])(
    'ends with the files of a run that was not interrupted, when one failed at row %i',
    async (at) => {
      await writeFeatureShards(join(root, 'whole'), source, options);
      const begins: number[] = [];
      await expect(resumeFeatureShards(folder, batchesOf(begins, at), options)).rejects.toThrow('out of images');
      const written = await resumeFeatureShards(folder, batchesOf(begins), options);
      expect(written).toMatchObject({ rows: 25, files: { length: 5 } });
      expect(await filesOf(folder)).toEqual(await filesOf(join(root, 'whole')));
      // Whole shards are kept, but the last full one, which was still waiting for its next row.
      const rowsGiven = 4 * Math.ceil(at / 4);
      expect(begins).toEqual([0, 6 * Math.floor((rowsGiven - 1) / 6)]);
      expect((await openFeatureShards(`${folder}/*.safetensors`)).rows).toBe(25);
    },
  );

  it('leaves a complete set as it is, and asks for nothing', async () => {
    const whole = await writeFeatureShards(folder, source, options);
    const begins: number[] = [];
    expect(await resumeFeatureShards(folder, batchesOf(begins), options)).toEqual(whole);
    expect(begins).toEqual([]);
  });

  it('refuses shards behind the last one', async () => {
    await writeFeatureShards(folder, source, { ...options, rowsPerShard: 5 });
    await copyFile(join(folder, 'features-00000.safetensors'), join(folder, 'features-00005.safetensors'));
    await expect(resumeFeatureShards(folder, batchesOf([]), { ...options, rowsPerShard: 5 })).rejects.toThrow(
      'must be "none after the last", got "features-00005.safetensors"',
    );
  });

  it('refuses shards of other options, and a beginning with a hole', async () => {
    await expect(resumeFeatureShards(folder, batchesOf([], 16), options)).rejects.toThrow('out of images');
    const again = (changes: object) => resumeFeatureShards(folder, batchesOf([]), { ...options, ...changes });
    await expect(again({ rowsPerShard: 5 })).rejects.toThrow('features-00000.safetensors must be 5, got 6');
    await expect(again({ featureDtype: 'F16' })).rejects.toThrow('must be "F16", got "F32"');
    await expect(again({ metadata: {} })).rejects.toThrow('`options` must be those of the shards that are there');
    await expect(again({ rowsPerShard: 0 })).rejects.toThrow('`rowsPerShard` must be a positive integer, got 0');
    await unlink(join(folder, 'features-00000.safetensors'));
    await expect(again({})).rejects.toThrow('must be "features-00000.safetensors", got "features-00001.safetensors"');
  });

  it('refuses batches that end before the set does, or change their sizes', async () => {
    await expect(resumeFeatureShards(folder, batchesOf([], 8), options)).rejects.toThrow('out of images');
    async function* none() {}
    await expect(resumeFeatureShards(folder, none, options)).rejects.toThrow('at least one row after row 5, got none');
    async function* other() {
      yield { rows: 1, features: new Float32Array(2), logits: new Float32Array(4), labels: Int32Array.of(0) };
    }
    await expect(resumeFeatureShards(folder, other, options)).rejects.toThrow('must have 2 views of 3 features');
  });
});
