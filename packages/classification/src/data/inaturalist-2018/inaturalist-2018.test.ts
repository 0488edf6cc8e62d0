import { FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { writePicture } from '../fixtures/write-picture.js';
import { iNaturalist2018 } from './inaturalist-2018.js';

const categories = [
  { id: 1, name: 'Larus marinus', supercategory: 'Aves' },
  { id: 0, name: 'Bufo bufo', supercategory: 'Amphibia' },
];

/** A file as the competition's are: images of the given ids and categories. */
function contents(...images: (readonly [id: number, category: number])[]) {
  return {
    info: { year: 2018 },
    licenses: [],
    images: images.map(([id]) => ({ id, file_name: `train_val2018/Aves/${id}.jpg`, height: 9, width: 12, license: 0 })),
    annotations: images.map(([id, category]) => ({ id, image_id: id, category_id: category })).reverse(),
    categories,
  };
}

describe('iNaturalist2018', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inaturalist-'));
    for (const id of [7, 8, 9, 3, 4]) await writePicture(join(root, `train_val2018/Aves/${id}.jpg`), id);
    await write('train', contents([7, 1], [8, 0], [9, 1]));
    await write('val', contents([3, 0], [4, 1]));
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (split: string, json: unknown) => writeFile(join(root, `${split}2018.json`), JSON.stringify(json));
  const open = () => iNaturalist2018({ root, subset: true, height: 8, width: 8 });

  describeImageDataSet('a part of iNaturalist', open);

  it('pairs images with their annotations, and numbers classes by the ids of the categories', async () => {
    const { classNames, trainCounts, splits } = await open();
    expect(classNames).toEqual(['Bufo bufo', 'Larus marinus']);
    expect(trainCounts).toEqual([1, 2]);
    expect([...splits.train.labels]).toEqual([1, 0, 1]);
    expect([...splits.validation.labels]).toEqual([0, 1]);
    expect(splits.test.count).toBe(0);
  });

  it('refuses a part that is not called one, with every number that is another', async () => {
    await expect(iNaturalist2018({ root })).rejects.toThrow(
      'classes 8142, got 2; training images 437513, got 3; training images of a class 2..1000, got 1..2; ' +
        'many/medium/few classes 842/4076/3224, got 0/0/2; validation images of a class 3, got 1',
    );
  });

  const train = contents([7, 1], [8, 0], [9, 1]);
  const outside = { ...train.images[0], file_name: '../7.jpg' };
  it.each([
    [
      'no category of that id',
      { ...train, categories: [categories[1]] },
      'annotations[2]: category_id must be that of a category, got 1',
    ],
    [
      'an image without annotation',
      { ...train, annotations: train.annotations.slice(1) },
      'images[2]: annotation must be there, got none of image 9',
    ],
    [
      'an annotation of no image',
      { ...train, images: train.images.slice(1) },
      'annotations[2]: image_id must be that of an image, got 7',
    ],
    [
      'two annotations of one image',
      { ...train, annotations: [...train.annotations, train.annotations[0]] },
      'annotations[3]: 9 must be there once',
    ],
    ['an image twice', { ...train, images: [...train.images, train.images[1]] }, 'images[3]: 8 must be there once'],
    [
      'a file twice',
      { ...train, images: train.images.map((image) => ({ ...image, file_name: 'a.jpg' })) },
      'images[1]: a.jpg must be there once',
    ],
    [
      'a path that leaves the root',
      { ...train, images: [outside, ...train.images.slice(1)] },
      'images[0]: file_name ../7.jpg must be a path inside the root',
    ],
    ['no images', { ...train, images: undefined }, 'images must be as in COCO'],
    [
      'an id that is no number',
      { ...train, categories: [{ id: 'x', name: 'y' }] },
      'categories.0.id must be as in COCO',
    ],
    [
      'another category in validation',
      { ...train, categories: [...categories, { id: 2, name: 'Rana' }] },
      'val2018.json: category 2 must be Rana, as in training, got none',
    ],
  ])('refuses %s', async (_, json, message) => {
    await write('train', json);
    await expect(open()).rejects.toBeInstanceOf(FileFormatError);
    await expect(open()).rejects.toThrow(message);
  });

  it('names the entry of a picture that is not there, and the file that is no JSON', async () => {
    await rm(join(root, 'train_val2018/Aves/8.jpg'));
    await expect(open()).rejects.toThrow(
      `${join(root, 'train2018.json')}: images[1]: picture ${join(root, 'train_val2018/Aves/8.jpg')} must be a file that is there, got none`,
    );
    // It was the one picture of its class, which nothing can be learned of then.
    await expect(iNaturalist2018({ root, subset: true, skipBadImages: true })).rejects.toThrow(
      'every class must have a training picture, got none of class 0 (Bufo bufo)',
    );
    await writeFile(join(root, 'train2018.json'), '{"images": [');
    await expect(open()).rejects.toThrow('train2018.json: content must be JSON');
  });

  it('says what it looked for, where, and how to get it', async () => {
    const loading = iNaturalist2018({ root: join(root, 'nowhere') });
    await expect(loading).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(loading).rejects.toThrow('looked for train2018.json, val2018.json in');
  });
});
