import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileFormatError } from './file-format-error.js';
import { fixtureValues } from './fixtures/fixture-values.js';
import { fixturePath, readFixture } from './fixtures/read-fixture.js';
import { openSafetensors } from './open-safetensors.js';
import { parseSafetensors } from './parse-safetensors.js';
import { readSafetensors } from './read-safetensors.js';
import { writeSafetensors } from './write-safetensors.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  path = join(folder, 'x.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeSafetensors and readSafetensors', () => {
  it('write the bytes of Python and read them', async () => {
    const fixture = fixturePath('every-dtype.safetensors');
    const content = await readSafetensors(fixture);
    expect(content).toEqual(parseSafetensors(readFixture('every-dtype.safetensors'), fixture));
    await writeSafetensors(path, content.tensors, content.metadata);
    expect(await readSafetensors(path)).toEqual(content);
  });

  it('say which file is broken and pass on what the file system says', async () => {
    await writeFile(path, 'no safetensors');
    await expect(readSafetensors(path)).rejects.toThrow(FileFormatError);
    await expect(readSafetensors(path)).rejects.toThrow(`${path}: header length must be at most`);
    await expect(readSafetensors(join(folder, 'missing'))).rejects.toThrow('ENOENT');
    await writeFile(path, '');
    await expect(readSafetensors(path)).rejects.toThrow('header length must be eight bytes');
  });
});

describe('openSafetensors', () => {
  beforeEach(() =>
    writeSafetensors(path, {
      x: fixtureValues('I16', [5, 2]),
      y: fixtureValues('F64', [3]),
      scalar: fixtureValues('U8', []),
    }),
  );

  it('reads row ranges at their place', async () => {
    const file = await openSafetensors(path);
    expect(await file.readRows('x', { start: 0, end: 5 })).toEqual(fixtureValues('I16', [5, 2]));
    // Elements 4..7 of the fixture rule (i * 7) % 11 - 3.
    expect(await file.readRows('x', { start: 2, end: 4 })).toEqual({
      dtype: 'I16',
      shape: [2, 2],
      data: Int16Array.of(3, -1, 6, 2),
    });
    expect((await file.readRows('y', { start: 1, end: 1 })).shape).toEqual([0]);
    expect(await file.readTensor('scalar')).toEqual(fixtureValues('U8', []));
    expect([...file.entries.keys()].sort()).toEqual(['scalar', 'x', 'y']);
  });

  it('refuses rows that are not there, rows of a scalar and tensors that are not there', async () => {
    const file = await openSafetensors(path);
    for (const [start, end] of [
      [-1, 2],
      [0, 6],
      [3, 2],
      [0.5, 1],
      [0, NaN],
    ]) {
      await expect(file.readRows('x', { start, end })).rejects.toThrow(RangeError);
    }
    await expect(file.readRows('scalar', { start: 0, end: 1 })).rejects.toThrow('must have rows, got a scalar');
    await expect(file.readTensor('z')).rejects.toThrow(`${path}: tensor z must be there, got none`);
  });

  it('refuses a file that was cut or replaced after it was opened', async () => {
    const file = await openSafetensors(path);
    await writeSafetensors(path, { x: fixtureValues('I16', [5, 2]) });
    await expect(file.readTensor('x')).rejects.toThrow('file must be unchanged since it was opened');
    const again = await openSafetensors(path);
    await truncate(path, 90);
    await expect(again.readTensor('x')).rejects.toThrow(FileFormatError);
  });
});
