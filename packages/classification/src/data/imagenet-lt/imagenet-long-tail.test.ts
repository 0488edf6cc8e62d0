import { MissingDataSetError } from '@disalign/core/node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { writePicture } from '../fixtures/write-picture.js';
import { imageNetLongTail } from './imagenet-long-tail.js';

// Lines as the published lists have them.
const files = {
  'ImageNet_LT_train.txt': [
    'train/n01440764/n01440764_190.JPEG 0',
    'train/n01440764/n01440764_191.JPEG 0',
    'train/n01443537/n01443537_16.JPEG 1',
  ],
  'ImageNet_LT_val.txt': ['train/n01443537/n01443537_762.JPEG 1', 'train/n01440764/n01440764_762.JPEG 0'],
  'ImageNet_LT_test.txt': [
    'val/n01440764/ILSVRC2012_val_00029930.JPEG 0',
    'val/n01443537/ILSVRC2012_val_00017700.JPEG 1',
  ],
};

describe('imageNetLongTail', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'imagenet-lt-'));
    for (const [name, lines] of Object.entries(files)) {
      await writeFile(join(root, name), lines.map((line) => `${line}\n`).join(''));
      for (const [seed, line] of lines.entries()) await writePicture(join(root, line.split(' ')[0]), seed);
    }
  });
  afterEach(() => rm(root, { recursive: true }));

  describeImageDataSet('a part of ImageNet-LT', () => imageNetLongTail({ root, subset: true, height: 8, width: 8 }));

  it('reads a part of it in the layout of all of it, 224 x 224 in colour', async () => {
    const { name, classNames, trainCounts, splits, height, width, channels } = await imageNetLongTail({
      root,
      subset: true,
    });
    expect([name, height, width, channels]).toEqual(['ImageNet-LT', 224, 224, 3]);
    expect(classNames).toEqual(['n01440764', 'n01443537']);
    expect(trainCounts).toEqual([2, 1]);
    expect([...splits.validation.labels]).toEqual([1, 0]);
    expect([...splits.test.labels]).toEqual([0, 1]);
    expect(await splits.test.read([1])).toHaveLength(224 * 224 * 3);
  });

  it('refuses a part that is not called one, with every number that is another', async () => {
    await expect(imageNetLongTail({ root })).rejects.toThrow(
      'ImageNet-LT must have the published numbers, unless it is a `subset`: training images 115846, got 3; ' +
        'training images of a class 5..1280, got 0..2; many/medium/few classes 385/479/136, got 0/0/1000; ' +
        'validation images of a class 20, got 0..1; test images of a class 50, got 0..1',
    );
  });

  it('refuses a label that the published classes do not have', async () => {
    await writeFile(join(root, 'ImageNet_LT_test.txt'), 'val/x/1.jpg 1000\n');
    await expect(imageNetLongTail({ root })).rejects.toThrow(
      'ImageNet_LT_test.txt:1: label must be in 0..999, got 1000',
    );
  });

  it('says what it looked for, where, and how to get it', async () => {
    const loading = imageNetLongTail({ root: join(root, 'nowhere') });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow(
      `ImageNet-LT is not here: looked for ImageNet_LT_train.txt, ImageNet_LT_val.txt, ImageNet_LT_test.txt in ${join(root, 'nowhere')}. Get the lists`,
    );
  });
});
