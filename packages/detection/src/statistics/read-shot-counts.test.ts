import { writeNpy } from '@disalign/core/node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShotCounts } from './read-shot-counts.js';

let folder: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-shots-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('readShotCounts', () => {
  it('reads an npy vector, of integers or floats', async () => {
    await writeNpy(inFolder('a.npy'), { dtype: 'I32', shape: [3], data: Int32Array.of(5, 0, 12) });
    await writeNpy(inFolder('b.npy'), { dtype: 'F64', shape: [2], data: Float64Array.of(5, 7) });
    expect(await readShotCounts(inFolder('a.npy'), 3)).toEqual([5, 0, 12]);
    expect(await readShotCounts(inFolder('b.npy'), 2)).toEqual([5, 7]);
  });

  it('reads a JSON list of counts, or of pairs laid flat', async () => {
    await writeFile(inFolder('a.json'), '[5, 0, 12, 3]');
    expect(await readShotCounts(inFolder('a.json'), 4)).toEqual([5, 0, 12, 3]);
    expect(await readShotCounts(inFolder('a.json'), 2)).toEqual([0, 3]);
    await writeFile(inFolder('b.json'), '["cat", 4, "lynx", 9]');
    expect(await readShotCounts(inFolder('b.json'), 2)).toEqual([4, 9]);
  });

  it.each([
    ['[1, 2, 3]', 'the list must be of 2 or 4 entries, got 3'],
    ['[1, 2.5]', 'count 1 must be a whole number from 0, got 2.5'],
    ['[1, -2]', 'count 1 must be a whole number from 0, got -2'],
    ['[0, "1", 1, 2]', 'count 0 must be a number'],
    ['{"a": 1}', 'the file must be a JSON list, got another value'],
    ['[1, 2', 'the file must be JSON'],
  ])('refuses %s', async (text, message) => {
    await writeFile(inFolder('bad.json'), text);
    await expect(readShotCounts(inFolder('bad.json'), 2)).rejects.toThrow(message);
  });

  it('refuses an npy of another shape', async () => {
    await writeNpy(inFolder('bad.npy'), { dtype: 'I32', shape: [2, 1], data: Int32Array.of(5, 0) });
    await expect(readShotCounts(inFolder('bad.npy'), 2)).rejects.toThrow('the array must be of shape [2], got [2,1]');
  });
});
