import { copyFile, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { FileFormatError } from './file-format-error.js';
import { fixtureValues } from './fixtures/fixture-values.js';
import { fixturePath, readFixture } from './fixtures/read-fixture.js';
import { openNpz } from './open-npz.js';
import { parseNpy } from './parse-npy.js';
import { writeNpz } from './write-npz.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  path = join(folder, 'x.npz');
});
afterEach(() => rm(folder, { recursive: true }));

const arrays = { features: fixtureValues('F32', [4, 3]), labels: fixtureValues('I64', [4]) };

async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const archive = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) archive.addBuffer(Buffer.from(bytes), name, { compress: false });
  archive.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('openNpz', () => {
  it.each(['stored.npz', 'deflated.npz'])('reads %s of NumPy, whole or by rows', async (name) => {
    const file = await openNpz(fixturePath(name));
    expect([...file.entries.keys()]).toEqual(['features', 'labels']);
    expect(file.entries.get('features')).toMatchObject({ dtype: 'F32', shape: [4, 3] });
    expect(await file.readTensor('features')).toEqual(arrays.features);
    expect(await file.readTensor('labels')).toEqual(arrays.labels);
    const { shape, data } = await file.readRows('features', { start: 1, end: 3 });
    expect([shape, data]).toEqual([[2, 3], arrays.features.data.slice(3, 9)]);
    await expect(file.readRows('features', { start: 3, end: 5 })).rejects.toThrow('`range` must lie in 0..4, got 3..5');
    await expect(file.readTensor('logits')).rejects.toThrow('tensor logits must be there, got none');
  });

  it('says where stored arrays lie, and that compressed ones do not', async () => {
    const place = (await openNpz(fixturePath('stored.npz'))).locate('features');
    const bytes = await readFile(fixturePath('stored.npz'));
    const offset = place?.offset ?? 0;
    expect(new Float32Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 48))).toEqual(
      arrays.features.data,
    );
    expect((await openNpz(fixturePath('deflated.npz'))).locate('features')).toBeNull();
  });

  it('turns arrays in Fortran order, and scalars have no rows', async () => {
    const [fortran, scalar] = [readFixture('fortran.npy'), readFixture('scalar.npy')];
    await writeFile(path, await zipOf({ 'fortran.npy': fortran, 'scalar.npy': scalar }));
    const file = await openNpz(path);
    expect(await file.readTensor('fortran')).toEqual(parseNpy(fortran, 'fortran.npy'));
    expect(file.locate('fortran')).toBeNull();
    await expect(file.readRows('scalar', { start: 0, end: 0 })).rejects.toThrow('must have rows, got a scalar');
  });

  it('unpacks up to `maxBytes`, which what is stored does not count for', async () => {
    await expect(openNpz(fixturePath('deflated.npz'), { maxBytes: 100 })).rejects.toThrow('within `maxBytes` (100)');
    expect((await openNpz(fixturePath('stored.npz'), { maxBytes: 0 })).entries.size).toBe(2);
  });

  it('refuses a file that has changed since, and arrays that are cut or of another dtype', async () => {
    await copyFile(fixturePath('stored.npz'), path);
    const file = await openNpz(path);
    await writeNpz(path, { features: arrays.features });
    await utimes(path, 1, 1);
    await expect(file.readTensor('labels')).rejects.toThrow(FileFormatError);
    await expect(file.readTensor('labels')).rejects.toThrow('must be unchanged since it was opened');
    await writeFile(path, await zipOf({ 'a.npy': readFixture('vector.npy').subarray(0, -1) }));
    await expect(openNpz(path)).rejects.toThrow(`${path}/a.npy: npy data must be`);
    await writeFile(path, await zipOf({ 'names.npy': readFixture('refused-unicode.npy') }));
    await expect(openNpz(path)).rejects.toThrow('got <U');
    await writeFile(path, 'no zip archive');
    await expect(openNpz(path)).rejects.toThrow('npz archive must be a zip archive');
  });
});
