import { FileFormatError } from '@disalign/core';
import { readSafetensors, writeSafetensors } from '@disalign/core/node';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFeatureMaps } from './open-feature-maps.js';
import { saveFeatureMaps } from './save-feature-maps.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maps-'));
});
afterEach(() => rm(folder, { recursive: true }));

const cells = { height: 2, width: 1 };
const maps = {
  features: { ...cells, channels: 3, data: Float32Array.of(1, -2, 0.5, 3, 1000, 0) },
  logits: { ...cells, channels: 2, data: Float32Array.of(4, -1, 0.25, 2) },
};
const labels = { height: 8, width: 4, labels: new Uint8Array(32).fill(1) };
const split = (...names: string[]) => ({ names, readLabels: async () => labels });
const pathOf = (name: string) => join(folder, `${name}.safetensors`);

describe('saveFeatureMaps and openFeatureMaps', () => {
  it.each(['F16', 'F32'] as const)(
    'give back what a half can hold, as %s, with the size of the input',
    async (dtype) => {
      const inputSize = { height: 8, width: 4 };
      await saveFeatureMaps(pathOf('a'), { ...maps, inputSize }, { dtype });
      await saveFeatureMaps(pathOf('b'), maps, { dtype });
      const { tensors } = await readSafetensors(pathOf('a'));
      expect(tensors.get('features')).toMatchObject({ dtype, shape: [2, 1, 3] });
      const opened = await openFeatureMaps(folder, split('b', 'a'));
      expect(opened.count).toBe(2);
      expect(await opened.read(0)).toEqual({ ...maps, labels });
      expect(await opened.read(1)).toEqual({ ...maps, labels, inputSize });
    },
  );

  it('rounds to 11 bits in F16, and refuses what a half cannot hold', async () => {
    const rounded = { ...cells, channels: 1, data: Float32Array.of(2049, 1 + 2 ** -12) };
    await saveFeatureMaps(pathOf('a'), { features: rounded, logits: rounded });
    const { logits } = await (await openFeatureMaps(folder, split('a'))).read(0);
    expect([...logits.data]).toEqual([2048, 1]);
    const large = { ...cells, channels: 1, data: Float32Array.of(1, 65520) };
    const save = saveFeatureMaps(pathOf('b'), { features: rounded, logits: large });
    await expect(save).rejects.toThrow('saveFeatureMaps: `logits` must be finite as F16, got 65520');
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  it('name the image without maps', async () => {
    await saveFeatureMaps(pathOf('a'), maps);
    const open = openFeatureMaps(folder, split('a', 'b'));
    await expect(open).rejects.toThrow(FileFormatError);
    await expect(open).rejects.toThrow(`${pathOf('b')}: file must be the maps of b, one of 2 images, got no such file`);
  });

  it.each([
    ['another shape', { dtype: 'F32', shape: [2, 3], data: new Float32Array(6) }, '[h, w, channels], got [2,3]'],
    ['integers', { dtype: 'I32', shape: [2, 1, 3], data: new Int32Array(6) }, 'F16 or F32, got I32'],
  ] as const)('name file and tensor with %s', async (_, features, message) => {
    const logits = { dtype: 'F32', shape: [2, 1, 2], data: new Float32Array(4) } as const;
    await writeSafetensors(pathOf('a'), { features, logits });
    const opened = await openFeatureMaps(folder, split('a'));
    await expect(opened.read(0)).rejects.toThrow(`${pathOf('a')}: tensor features must be ${message}`);
  });

  it('name a tensor that is missing, and a size that is none', async () => {
    const map = { dtype: 'F32', shape: [1, 1, 1], data: new Float32Array(1) } as const;
    await writeSafetensors(pathOf('a'), { features: map });
    await writeSafetensors(pathOf('b'), { features: map, logits: map }, { inputSize: 'large' });
    const opened = await openFeatureMaps(folder, split('a', 'b'));
    await expect(opened.read(0)).rejects.toThrow('tensor logits must be there, got none');
    await expect(opened.read(1)).rejects.toThrow('metadata inputSize must be "height x width", got "large"');
  });
});
