import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePngHeader } from './parse-png-header.js';
import { readLabelPng } from './read-label-png.js';
import { writeLabelPng } from './write-label-png.js';

describe('writeLabelPng', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-label-png-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes what is read back, as 8-bit grey whatever the classes are', async () => {
    // 2, 16 and 151 values: an encoder may choose fewer bits or a palette for the first two.
    for (const [name, distinct] of [
      ['two.png', 2],
      ['sixteen.png', 16],
      ['all.png', 151],
    ] as const) {
      const labels = Uint8Array.from({ length: 7 * 151 }, (_, i) => (i % distinct) - 1);
      await writeLabelPng(join(folder, name), { height: 7, width: 151, labels });
      expect(await readLabelPng(join(folder, name))).toEqual({ height: 7, width: 151, labels });
      const bytes = await readFile(join(folder, name));
      expect(parsePngHeader(bytes, name)).toEqual({ height: 7, width: 151 });
    }
  });

  it('writes nothing where labels do not fit the size', async () => {
    const map = { height: 2, width: 2, labels: new Uint8Array(3) };
    await expect(writeLabelPng(join(folder, 'bad.png'), map)).rejects.toThrow('`labels` must have 4 entries');
    const empty = { height: 0, width: 2, labels: new Uint8Array(0) };
    await expect(writeLabelPng(join(folder, 'bad.png'), empty)).rejects.toThrow(
      'must be positive integers, got 0 and 2',
    );
    expect(await readdir(folder)).not.toContain('bad.png');
  });
});
