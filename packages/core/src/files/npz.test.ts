import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { encodeNpy } from './encode-npy.js';
import { FileFormatError } from './file-format-error.js';
import { fixtureValues } from './fixtures/fixture-values.js';
import { fixturePath, readFixture } from './fixtures/read-fixture.js';
import { parseNpz } from './parse-npz.js';
import { readNpy } from './read-npy.js';
import { readNpz } from './read-npz.js';
import { writeNpy } from './write-npy.js';
import { writeNpz } from './write-npz.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  path = join(folder, 'x.npz');
});
afterEach(() => rm(folder, { recursive: true }));

const arrays = { features: fixtureValues('F32', [4, 3]), labels: fixtureValues('I64', [4]) };

async function zipOf(files: readonly (readonly [string, Uint8Array])[], compress = true): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const [name, bytes] of files) archive.addBuffer(Buffer.from(bytes), name, { compress });
  archive.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Overwrites a little-endian u32 counted from the only central directory record. */
function patchDirectory(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const patched = Buffer.from(bytes);
  patched.writeUInt32LE(value, patched.indexOf(Buffer.of(0x50, 0x4b, 1, 2)) + offset);
  return patched;
}
const compressedSizeAt = 20;
const uncompressedSizeAt = 24;
const checksumAt = 16;

describe('readNpz', () => {
  it.each(['stored.npz', 'deflated.npz'])('reads %s of NumPy', async (name) => {
    expect(Object.fromEntries(await readNpz(fixturePath(name)))).toEqual(arrays);
    expect(Object.fromEntries(await parseNpz(readFixture(name), name))).toEqual(arrays);
  });

  it('passes on what the file system says', async () => {
    await expect(readNpz(path)).rejects.toThrow('ENOENT');
  });

  it('refuses what is no archive, naming the file', async () => {
    await writeFile(path, 'no zip archive, but long enough to hold an end record');
    await expect(readNpz(path)).rejects.toThrow(FileFormatError);
    await expect(readNpz(path)).rejects.toThrow(`${path}: npz archive must be a zip archive`);
  });

  it('refuses other entries, two of a name, and a broken array, naming the entry', async () => {
    const npy = encodeNpy(arrays.labels);
    const refused = async (message: string, ...files: (readonly [string, Uint8Array])[]) => {
      const bytes = await zipOf(files);
      await expect(parseNpz(bytes, 'x.npz')).rejects.toThrow(FileFormatError);
      await expect(parseNpz(bytes, 'x.npz')).rejects.toThrow(message);
    };
    await refused('npz entry notes.txt must be an npy file', ['labels.npy', npy], ['notes.txt', npy]);
    await refused('npz entry a.npy must be there once', ['a.npy', npy], ['a.npy', npy]);
    await refused('x.npz/a.npy: npy data must be 32 bytes', ['a.npy', npy.subarray(0, -1)]);
  });

  it('refuses a wrong checksum, an unknown compression and an encrypted entry', async () => {
    const bytes = await zipOf([['a.npy', encodeNpy(arrays.labels)]]);
    await expect(parseNpz(patchDirectory(bytes, checksumAt, 7), 'x.npz')).rejects.toThrow('must be of checksum 7');
    const method = patchDirectory(bytes, 10, 12);
    await expect(parseNpz(method, 'x.npz')).rejects.toThrow('stored or deflated, got compression method 12');
    const encrypted = patchDirectory(bytes, 8, 1 | (8 << 16));
    await expect(parseNpz(encrypted, 'x.npz')).rejects.toThrow('must be plain, got encrypted');
  });

  it('refuses bombs: sizes beyond the limit, beyond what deflate can do, or other than declared', async () => {
    const zeros = encodeNpy({ dtype: 'U8', shape: [3_000_000], data: new Uint8Array(3_000_000) });
    const bytes = await zipOf([['a.npy', zeros]]);
    expect((await parseNpz(bytes, 'x.npz', { maxBytes: zeros.length })).get('a')?.shape).toEqual([3_000_000]);
    await expect(parseNpz(bytes, 'x.npz', { maxBytes: zeros.length - 1 })).rejects.toThrow('`maxBytes` (3000127)');
    await expect(parseNpz(patchDirectory(bytes, uncompressedSizeAt, 2 ** 31), 'x.npz')).rejects.toThrow('1032 times');
    const understated = patchDirectory(bytes, uncompressedSizeAt, 1000);
    await expect(parseNpz(understated, 'x.npz')).rejects.toThrow('too many bytes');
    const overstated = patchDirectory(bytes, uncompressedSizeAt, zeros.length + 1);
    await expect(parseNpz(overstated, 'x.npz')).rejects.toThrow('not enough bytes');
    const beyond = patchDirectory(bytes, compressedSizeAt, 2 ** 30);
    await expect(parseNpz(beyond, 'x.npz')).rejects.toThrow(FileFormatError);
  });
});

describe('writeNpz', () => {
  it.each([false, true])('writes what it reads back, the same bytes each time, compress %s', async (compress) => {
    await writeNpz(path, arrays, { compress });
    expect(Object.fromEntries(await readNpz(path))).toEqual(arrays);
    const first = await readFile(path);
    await writeNpz(path, new Map(Object.entries(arrays)), { compress });
    expect(await readFile(path)).toEqual(first);
  });
});

describe('writeNpy', () => {
  it('writes what readNpy reads back', async () => {
    await writeNpy(path, arrays.features);
    expect(await readNpy(path)).toEqual(arrays.features);
  });
});
