import { createRandom, FileFormatError } from '@disalign/core';
import { readMutants } from '@disalign/test-support';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIdxFile } from './read-idx-file.js';

// Two axes of 2 and 3, then six bytes.
const bytes = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

describe('readIdxFile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-idx-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it('reads shape and data', async () => {
    const { shape, data } = await readIdxFile(await write('plain', Uint8Array.from(bytes)), { axes: 2 });
    expect(shape).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('unpacks a name that ends in .gz', async () => {
    const { data } = await readIdxFile(await write('packed.gz', gzipSync(Uint8Array.from(bytes))), { axes: 2 });
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    { name: 'of other rank', content: bytes, axes: 1, text: 'magic number must be 2049, got 2050' },
    { name: 'of 32-bit integers', content: bytes.with(2, 12), axes: 2, text: 'magic number must be 2050, got 3074' },
    { name: 'cut in the data', content: bytes.slice(0, -1), axes: 2, text: 'length must be 18, got 17' },
    { name: 'with bytes too many', content: [...bytes, 7], axes: 2, text: 'length must be 18, got 19' },
    { name: 'cut in the header', content: bytes.slice(0, 9), axes: 2, text: 'length must be at least 12 bytes, got 9' },
    { name: 'that is empty', content: [], axes: 2, text: 'length must be at least 12 bytes, got 0' },
  ])('refuses a file $name', async ({ name, content, axes, text }) => {
    const reading = readIdxFile(await write(name, Uint8Array.from(content)), { axes });
    await expect(reading).rejects.toBeInstanceOf(FileFormatError);
    await expect(reading).rejects.toThrow(text);
  });

  it('refuses half a gzip file', async () => {
    const reading = readIdxFile(await write('half.gz', gzipSync(Uint8Array.from(bytes)).subarray(0, 20)), { axes: 2 });
    await expect(reading).rejects.toThrow('content must be whole gzip data');
  });

  it('refuses a gzip bomb before it unpacks', async () => {
    const path = await write('bomb.gz', gzipSync(new Uint8Array(100_000)));
    await expect(readIdxFile(path, { axes: 2, maxBytes: 50_000 })).rejects.toThrow(
      'bomb.gz: content must be whole gzip data, got Cannot create a Buffer larger than 50000 bytes',
    );
  });

  it('refuses axes whose product is beyond all numbers', async () => {
    const axes = 255;
    const header = [0, 0, 8, axes, ...new Array<number>(4 * axes).fill(255)];
    await expect(readIdxFile(await write('vast', Uint8Array.from(header)), { axes })).rejects.toThrow(
      'length must be Infinity, got 1024',
    );
  });

  // Next to nothing gets past gzip's checksum.
  it.each([
    { name: 'mutated', original: Uint8Array.from(bytes), leastRead: 3 },
    { name: 'mutated.gz', original: new Uint8Array(gzipSync(Uint8Array.from(bytes))), leastRead: 0 },
  ])('reads a $name file or refuses it by name', async ({ name, original, leastRead }) => {
    const random = createRandom(28);
    const nextInt = (bound: number) => random.nextInt(bound);
    const options = { originals: [original], count: 200, nextInt, file: join(folder, name) };
    const results = await readMutants(options, async (mutant) => {
      const { shape, data } = await readIdxFile(await write(name, mutant), { axes: 2 });
      expect(data).toHaveLength(shape[0] * shape[1]);
    });
    expect(results.read).toBeGreaterThan(leastRead);
    expect(results.refused).toBeGreaterThan(100);
  });
});
