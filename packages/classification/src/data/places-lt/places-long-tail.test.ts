import { MissingDataSetError } from '@disalign/core/node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { writePicture } from '../fixtures/write-picture.js';
import { placesLongTail } from './places-long-tail.js';

// Lines as the published lists have them.
const files = {
  'Places_LT_train.txt': [
    'train/airfield/00004851.jpg 0',
    'train/airfield/00004596.jpg 0',
    'train/airport_terminal/00003.jpg 1',
  ],
  'Places_LT_val.txt': ['train/airport_terminal/00002049.jpg 1', 'train/airfield/00002049.jpg 0'],
  'Places_LT_test.txt': [
    'val/airfield/Places365_val_00003597.jpg 0',
    'val/airport_terminal/Places365_val_00027944.jpg 1',
  ],
};

describe('placesLongTail', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'places-lt-'));
    for (const [name, lines] of Object.entries(files)) {
      await writeFile(join(root, name), lines.map((line) => `${line}\n`).join(''));
      for (const [seed, line] of lines.entries()) await writePicture(join(root, line.split(' ')[0]), seed);
    }
  });
  afterEach(() => rm(root, { recursive: true }));

  describeImageDataSet('a part of Places-LT', () => placesLongTail({ root, subset: true, height: 8, width: 8 }));

  it('reads a part of it in the layout of all of it, 224 x 224 in colour', async () => {
    const { name, classNames, trainCounts, splits, height, width, channels } = await placesLongTail({
      root,
      subset: true,
    });
    expect([name, height, width, channels]).toEqual(['Places-LT', 224, 224, 3]);
    expect(classNames).toEqual(['airfield', 'airport_terminal']);
    expect(trainCounts).toEqual([2, 1]);
    expect([...splits.validation.labels]).toEqual([1, 0]);
    expect([...splits.test.labels]).toEqual([0, 1]);
    expect(await splits.test.read([1])).toHaveLength(224 * 224 * 3);
  });

  it('refuses a part that is not called one, with every number that is another', async () => {
    await expect(placesLongTail({ root })).rejects.toThrow(
      'Places-LT must have the published numbers, unless it is a `subset`: training images 62500, got 3; ' +
        'training images of a class 5..4980, got 0..2; many/medium/few classes 131/163/71, got 0/0/365; ' +
        'validation images of a class 20, got 0..1; test images of a class 100, got 0..1',
    );
  });

  it('refuses a label that the published classes do not have', async () => {
    await writeFile(join(root, 'Places_LT_test.txt'), 'val/x/1.jpg 365\n');
    await expect(placesLongTail({ root })).rejects.toThrow('Places_LT_test.txt:1: label must be in 0..364, got 365');
  });

  it('says what it looked for, where, and how to get it', async () => {
    const loading = placesLongTail({ root: join(root, 'nowhere') });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow(
      `Places-LT is not here: looked for Places_LT_train.txt, Places_LT_val.txt, Places_LT_test.txt in ${join(root, 'nowhere')}. Get the lists`,
    );
  });
});
