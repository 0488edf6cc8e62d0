import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticRegions } from '../fixtures/synthetic-regions.js';
import { openRegionShards } from './open-region-shards.js';
import type { RegionSplit } from './region-image.js';
import { resumeRegionShards } from './resume-region-shards.js';
import { writeRegionShards } from './write-region-shards.js';

const { images } = syntheticRegions(9, 1);
const options = { shardBytes: 5_000, metadata: { detector: 'a' } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'region-shards-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function filesIn(name: string): Promise<[string, Buffer][]> {
  const names = (await readdir(join(folder, name))).sort();
  return Promise.all(names.map(async (file) => [file, await readFile(join(folder, name, file))] as [string, Buffer]));
}

/** The images up to one that fails, and which were read. */
function endingAt(end: number, read: number[]): RegionSplit {
  return {
    count: 9,
    read: async (index) => {
      if (index === end) throw new Error('interrupted');
      read.push(index);
      return images.read(index);
    },
  };
}

describe('resumeRegionShards', () => {
  it('goes on behind the last whole shard, to the files of a run that was not interrupted', async () => {
    await writeRegionShards(join(folder, 'whole'), images, options);
    const whole = await filesIn('whole');
    expect(whole.length).toBeGreaterThan(2);
    for (const end of [0, 5, 8]) {
      const begun = `begun-${end}`;
      await expect(resumeRegionShards(join(folder, begun), endingAt(end, []), options)).rejects.toThrow('interrupted');
      const shards = await filesIn(begun);
      const read: number[] = [];
      const told: number[] = [];
      const onProgress = ({ done }: { done: number }) => told.push(done);
      const files = await resumeRegionShards(join(folder, begun), endingAt(9, read), { ...options, onProgress });
      expect(files).toHaveLength(whole.length);
      expect(await filesIn(begun)).toEqual(whole);
      expect(whole.slice(0, shards.length)).toEqual(shards);
      expect(read.at(-1)).toBe(8);
      expect(read[0]).toBeLessThanOrEqual(end);
      expect(told).toEqual(read.map((index) => index + 1));
    }
  });

  it('leaves a complete set as it is, and reads no image for it', async () => {
    await resumeRegionShards(folder, images, options);
    const before = await filesIn('.');
    const read: number[] = [];
    await resumeRegionShards(folder, endingAt(9, read), options);
    expect(read).toEqual([]);
    expect(await filesIn('.')).toEqual(before);
    expect((await openRegionShards(`${folder}/*.safetensors`)).count).toBe(9);
  });

  it.each<[string, Partial<RegionSplit>, object, string]>([
    ['other metadata', {}, { metadata: { detector: 'b' } }, 'metadata of'],
    ['another dtype', {}, { dtype: 'F16' }, 'must be "F16", got "F32"'],
    ['fewer images', { count: 8 }, {}, 'images of'],
    ['more images', { count: 10 }, {}, 'must be 10, got 9'],
  ])('refuses shards of %s', async (_, changes, others, message) => {
    await resumeRegionShards(folder, images, options);
    const resumed = resumeRegionShards(folder, { ...images, ...changes }, { ...options, ...others });
    await expect(resumed).rejects.toThrow('resumeRegionShards: `options` must be those of the shards that are there: ');
    await expect(resumed).rejects.toThrow(message);
  });

  it('refuses shards that are no beginning, and no images', async () => {
    await resumeRegionShards(folder, images, options);
    await rm(join(folder, 'regions-00000.safetensors'));
    await expect(resumeRegionShards(folder, images, options)).rejects.toThrow(
      'must be "regions-00000.safetensors", got "regions-00001.safetensors"',
    );
    await expect(resumeRegionShards(folder, { ...images, count: 0 })).rejects.toThrow('must hold an image, got none');
  });
});
