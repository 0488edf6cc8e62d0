import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { expect, it } from 'vitest';
import { readPreprocessing } from './read-preprocessing.js';

it('takes the name of a preset, and a JSON file, which is checked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preprocessing-'));
  try {
    expect(await readPreprocessing('mmseg')).toBe('mmseg');
    const path = join(folder, 'mine.json');
    await writeFile(path, '{ "resize": null, "mean": [0.5, 0.5, 0.5] }');
    expect(await readPreprocessing(path)).toEqual({ resize: null, mean: [0.5, 0.5, 0.5] });
    await writeFile(path, '{ "resize": null, "mean": [0.5] }');
    await expect(readPreprocessing(path)).rejects.toThrow(FileFormatError);
    await expect(readPreprocessing(path)).rejects.toThrow('must have 3 numbers');
  } finally {
    await rm(folder, { recursive: true });
  }
});
