import { createRandom, FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { readMutants } from '@disalign/test-support';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { imageFolder } from './image-folder.js';

const red = { r: 200, g: 0, b: 0 };
const blue = { r: 0, g: 0, b: 200 };
const size = { height: 2, width: 2 };

describe('imageFolder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'image-folder-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const writeFlat = async (path: string, background: typeof red): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await sharp({ create: { width: 8, height: 6, channels: 3, background } }).toFile(join(root, path));
  };

  it('takes class folders in the order of their names and the pictures in them', async () => {
    await writeFlat('b/2.png', red);
    await writeFlat('b/1.PNG', blue);
    await writeFlat('Z/1.png', blue);
    await writeFile(join(root, 'b/notes.txt'), 'no picture');
    const data = await imageFolder({ root, ...size });
    expect(data.classNames).toEqual(['Z', 'b']);
    expect(data.trainCounts).toEqual([1, 2]);
    expect([...data.splits.train.labels]).toEqual([0, 1, 1]);
    const pixels = await data.splits.train.read();
    expect([pixels[2], pixels[12 + 2], pixels[24]]).toEqual([200, 200, 200]);
    expect(data.splits.validation.count + data.splits.test.count).toBe(0);
  });

  it('labels the other splits by the classes of training', async () => {
    await writeFlat('train/a/1.png', red);
    await writeFlat('train/b/1.png', red);
    await writeFlat('val/b/1.png', red);
    const data = await imageFolder({ root, ...size, splits: { train: 'train', validation: 'val' } });
    expect([...data.splits.validation.labels]).toEqual([1]);
    expect(data.splits.test.count).toBe(0);

    await writeFlat('val/c/1.png', red);
    const withStranger = imageFolder({ root, ...size, splits: { train: 'train', validation: 'val' } });
    await expect(withStranger).rejects.toThrow('must be those of training, got c');
  });

  it('cuts the centre out of a picture that is too wide', async () => {
    // columns 0 0 90 160 0 0: two rows and the two middle columns stay
    const columns = [0, 0, 90, 160, 0, 0];
    const raw = { width: 6, height: 2, channels: 1 as const };
    await mkdir(join(root, 'a'));
    await sharp(Uint8Array.from([...columns, ...columns]), { raw }).toFile(join(root, 'a/1.png'));
    const { splits } = await imageFolder({ root, ...size, channels: 1 });
    expect([...(await splits.train.read())]).toEqual([90, 160, 90, 160]);
  });

  it('keeps the middle of the resized picture', async () => {
    const frame = Uint8Array.from({ length: 16 }, (_, pixel) => ([5, 6, 9, 10].includes(pixel) ? 80 : 0));
    await mkdir(join(root, 'a'));
    await sharp(frame, { raw: { width: 4, height: 4, channels: 1 } }).toFile(join(root, 'a/1.png'));
    const { splits } = await imageFolder({ root, ...size, channels: 1, resize: 4 });
    expect([...(await splits.train.read())]).toEqual([80, 80, 80, 80]);
  });

  it('brings grey, transparent and 16-bit pictures to the channels asked for', async () => {
    await mkdir(join(root, 'a'));
    const grey = sharp(Uint8Array.of(7, 7, 7, 7), { raw: { width: 2, height: 2, channels: 1 } });
    await grey.toFile(join(root, 'a/1-grey.png'));
    const transparent = { ...red, alpha: 0.5 };
    await sharp({ create: { ...size, channels: 4, background: transparent } }).toFile(
      join(root, 'a/2-transparent.png'),
    );
    const deep = sharp({ create: { ...size, channels: 3, background: red } }).toColourspace('rgb16');
    await deep.png().toFile(join(root, 'a/3-deep.png'));
    const { splits } = await imageFolder({ root, ...size });
    const pixels = await splits.train.read();
    expect([...pixels.subarray(0, 3)]).toEqual([7, 7, 7]);
    expect([...pixels.subarray(12, 15)]).toEqual([200, 0, 0]);
    expect([...pixels.subarray(24, 27)]).toEqual([200, 0, 0]);
  });

  it('decodes a picture that was replaced as it is now', async () => {
    await writeFlat('a/1.webp', red);
    const { splits } = await imageFolder({ root, ...size });
    await splits.train.read();
    await writeFlat('a/1.webp', blue);
    const [redness, , blueness] = await splits.train.read();
    expect(blueness).toBeGreaterThan(redness);
  });

  describeImageDataSet('an image folder', async () => {
    const noise = createRandom(2);
    for (const path of ['a/1.png', 'a/2.jpg', 'b/1.webp']) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      const pixels = Uint8Array.from({ length: 3 * 48 }, () => noise.nextInt(256));
      await sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } }).toFile(join(root, path));
    }
    return imageFolder({ root, height: 5, width: 4 });
  });

  it('leaves out what cannot be decoded on request, and lists it', async () => {
    await writeFlat('a/1.png', red);
    await writeFile(join(root, 'a/2.png'), 'no picture');
    await writeFile(join(root, 'a/3.png'), '');
    const { trainCounts, skipped } = await imageFolder({ root, ...size, skipBadImages: true });
    expect(trainCounts).toEqual([1]);
    expect(skipped?.map(({ path }) => path)).toEqual([join(root, 'a/2.png'), join(root, 'a/3.png')]);
    expect(skipped?.[1]).toEqual({
      split: 'train',
      origin: join(root, 'a/3.png'),
      path: join(root, 'a/3.png'),
      reason: 'a file of 0 bytes',
    });
  });

  it('names the picture that cannot be decoded', async () => {
    await writeFlat('a/1.jpg', red);
    await writeFile(join(root, 'a/2.jpg'), 'no picture');
    const { splits } = await imageFolder({ root, ...size });
    expect(await splits.train.read([0])).toHaveLength(12);
    const reading = splits.train.read();
    await expect(reading).rejects.toBeInstanceOf(FileFormatError);
    await expect(reading).rejects.toThrow(join(root, 'a/2.jpg'));
  });

  it.each(['png', 'jpg', 'webp', 'gif'])('decodes a mutated %s or refuses it by name', async (ending) => {
    const path = join(root, `a/1.${ending}`);
    const noise = createRandom(4);
    const pixels = Uint8Array.from({ length: 3 * 48 }, () => noise.nextInt(256));
    await mkdir(join(root, 'a'));
    await sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } }).toFile(path);
    const original = await readFile(path);
    const { splits } = await imageFolder({ root, ...size });
    const nextInt = (bound: number) => noise.nextInt(bound);
    const results = await readMutants({ originals: [original], count: 60, nextInt, file: path }, async (bytes) => {
      await writeFile(path, bytes);
      expect(await splits.train.read()).toHaveLength(12);
    });
    expect(results.read).toBeGreaterThan(0);
    expect(results.refused).toBeGreaterThan(20);
  });

  it('refuses a folder without classes, a class without pictures, and sizes out of range', async () => {
    await expect(imageFolder({ root, ...size })).rejects.toThrow(
      `The image folder is not here: looked for one sub-folder for each class in ${root}. Put the pictures of each class`,
    );
    await expect(imageFolder({ root: join(root, 'nowhere'), ...size })).rejects.toBeInstanceOf(MissingDataSetError);
    await mkdir(join(root, 'empty'));
    await expect(imageFolder({ root, ...size })).rejects.toThrow(`got none in ${join(root, 'empty')}`);
    await rm(join(root, 'empty'), { recursive: true });
    await writeFlat('a/1.png', red);
    await expect(imageFolder({ root, height: 0, width: 2 })).rejects.toThrow(
      '`height` must be a positive integer, got 0',
    );
    await expect(imageFolder({ root, ...size, resize: 1 })).rejects.toThrow(
      "`resize` must be at least 2, the crop's side, got 1",
    );
  });
});
