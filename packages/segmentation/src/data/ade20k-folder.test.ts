import { FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ade20kFile } from '../fixtures/ade20k-samples.js';
import { writeLabelPng } from '../labels/write-label-png.js';
import { ade20kFolder } from './ade20k-folder.js';

describe('ade20kFolder', () => {
  let root: string;
  const at = (path: string) => join(root, path);
  const writeSample = async (split: string, name: string, size = { width: 4, height: 3 }): Promise<void> => {
    const create = { ...size, channels: 3, background: { r: 200, g: 10, b: 60 } } as const;
    await sharp({ create })
      .jpeg({ quality: 100 })
      .toFile(at(`images/${split}/${name}.jpg`));
    const labels = Uint8Array.from({ length: size.width * size.height }, (_, i) => (i === 0 ? 255 : i));
    await writeLabelPng(at(`annotations/${split}/${name}.png`), { ...size, labels });
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ade20k-folder-'));
    for (const split of ['training', 'validation']) {
      await mkdir(at(`images/${split}`), { recursive: true });
      await mkdir(at(`annotations/${split}`), { recursive: true });
    }
    await copyFile(ade20kFile('objectInfo150.txt'), at('objectInfo150.txt'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('reads images with their annotations, in the order of their names', async () => {
    await writeSample('training', 'ADE_train_00000002');
    await writeSample('training', 'ADE_train_00000001', { width: 5, height: 2 });
    await writeSample('validation', 'ADE_val_00000001');
    const { name, classes, splits } = await ade20kFolder({ root });
    expect([name, classes.length, classes[149].name]).toEqual([root, 150, 'flag']);
    expect(splits.training.names).toEqual(['ADE_train_00000001', 'ADE_train_00000002']);
    expect(splits.validation.count).toBe(1);
    const { image, labels } = await splits.training.read(0);
    expect([image.height, image.width, labels.height, labels.width]).toEqual([2, 5, 2, 5]);
    expect([...labels.labels]).toEqual([255, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(image.pixels).toHaveLength(30);
    for (const [channel, value] of [200, 10, 60].entries())
      expect(Math.abs(image.pixels[channel] - value)).toBeLessThan(4);
    expect((await splits.validation.readLabels(0)).labels).toHaveLength(12);
    for (const row of [-1, 2, 0.5])
      await expect(splits.training.read(row)).rejects.toThrow('must be an integer in 0..1');
  });

  it('reads pictures of another ending, where it is told', async () => {
    await writeSample('training', 'a');
    const png = sharp(new Uint8Array(12).fill(90), { raw: { width: 4, height: 3, channels: 1 } }).png();
    await png.toFile(at('images/training/a.png'));
    await rm(at('images/training/a.jpg'));
    const { splits } = await ade20kFolder({ root, imageEnding: 'png' });
    expect((await splits.training.read(0)).image.pixels).toEqual(new Uint8Array(36).fill(90));
    await expect(ade20kFolder({ root })).rejects.toThrow(FileFormatError);
  });

  it('makes three channels of a grey picture', async () => {
    await writeSample('training', 'a');
    await sharp(new Uint8Array(12).fill(90), { raw: { width: 4, height: 3, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toFile(at('images/training/a.jpg'));
    const { splits } = await ade20kFolder({ root });
    expect((await splits.training.read(0)).image.pixels).toEqual(new Uint8Array(36).fill(90));
  });

  it('names the image without an annotation, and the annotation without an image', async () => {
    await writeSample('training', 'a');
    await writeSample('validation', 'b');
    await writeSample('validation', 'c');
    await rm(at('annotations/validation/c.png'));
    const expected = at('annotations/validation/c.png');
    await expect(ade20kFolder({ root })).rejects.toBeInstanceOf(FileFormatError);
    await expect(ade20kFolder({ root })).rejects.toThrow(
      `${at('images/validation/c.jpg')}: partner must be ${expected}, got no such file`,
    );
    await rm(at('images/validation/c.jpg'));
    await rm(at('images/training/a.jpg'));
    await expect(ade20kFolder({ root })).rejects.toThrow(`${at('annotations/training/a.png')}: partner must be`);
  });

  it('names the annotation of another size than its image, and the picture that is none', async () => {
    await writeSample('training', 'a');
    await writeLabelPng(at('annotations/training/a.png'), { height: 4, width: 3, labels: new Uint8Array(12) });
    const { splits } = await ade20kFolder({ root });
    await expect(splits.training.read(0)).rejects.toThrow(
      `${at('annotations/training/a.png')}: size must be 4 x 3, that of its image, got 3 x 4`,
    );
    await writeFile(at('images/training/a.jpg'), 'no picture');
    await expect(splits.training.read(0)).rejects.toThrow(`${at('images/training/a.jpg')}: content must be a picture`);
  });

  it('takes one split alone, and says what is missing where there is none or no table', async () => {
    await rm(at('images/training'), { recursive: true });
    await rm(at('annotations/training'), { recursive: true });
    await expect(ade20kFolder({ root })).rejects.toBeInstanceOf(MissingDataSetError);
    await writeSample('validation', 'b');
    const { splits } = await ade20kFolder({ root });
    expect([splits.training.count, splits.validation.count]).toEqual([0, 1]);
    await rm(at('objectInfo150.txt'));
    await expect(ade20kFolder({ root })).rejects.toThrow(`ADE20K is not here: looked for objectInfo150.txt`);
  });

  it('refuses a table with missing rows, naming it', async () => {
    await writeSample('validation', 'b');
    await writeFile(at('objectInfo150.txt'), 'Idx\tRatio\tTrain\tVal\tName\n1\t0.1576\t11664\t1172\twall\n');
    await expect(ade20kFolder({ root })).rejects.toThrow(
      `${at('objectInfo150.txt')}: table must be of 150 rows, got 1`,
    );
    expect((await ade20kFolder({ root, classes: 1 })).classes).toHaveLength(1);
  });
});
