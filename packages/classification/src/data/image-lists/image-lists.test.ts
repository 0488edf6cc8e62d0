import { FileFormatError } from '@disalign/core';
import { MissingDataSetError } from '@disalign/core/node';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeImageDataSet } from '../fixtures/describe-image-data-set.js';
import { writePicture } from '../fixtures/write-picture.js';
import { imageLists, type ImageListsOptions } from './image-lists.js';

describe('imageLists', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'image-lists-'));
    for (const [seed, path] of ['a/1.jpg', 'a/2.jpg', 'b/1.png', 'c/1.jpg'].entries()) {
      await writePicture(join(root, path), seed);
    }
  });
  afterEach(() => rm(root, { recursive: true }));

  const all = ['a/1.jpg 0', 'b/1.png 1', 'a/2.jpg 0'];
  const open = async (lines: readonly string[], options: Partial<ImageListsOptions> = {}) => {
    const train = join(root, 'train.txt');
    await writeFile(train, lines.join('\n'));
    return imageLists({ root, lists: { train }, height: 8, width: 8, ...options });
  };

  describeImageDataSet('a list', () => open(all));

  it('keeps the order of the list and names classes after their folders', async () => {
    const { classNames, splits, skipped, name } = await open(all);
    expect(classNames).toEqual(['a', 'b']);
    expect([...splits.train.labels]).toEqual([0, 1, 0]);
    expect(skipped).toEqual([]);
    expect(name).toBe(join(root, 'train.txt'));
  });

  it('reads Windows line ends as it reads others', async () => {
    const unix = await (await open(all)).splits.train.read();
    await writeFile(join(root, 'windows.txt'), all.join('\r\n') + '\r\n');
    const windows = await open(all, { lists: { train: join(root, 'windows.txt') } });
    expect(await windows.splits.train.read()).toEqual(unix);
  });

  it('names list and line of a picture that is not there', async () => {
    const opening = open([...all, 'a/none.jpg 0']);
    await expect(opening).rejects.toBeInstanceOf(FileFormatError);
    await expect(opening).rejects.toThrow(
      `${join(root, 'train.txt')}:4: picture ${join(root, 'a/none.jpg')} must be a file that is there, got none`,
    );
  });

  it('names list and line of a picture that is empty, cut off or no picture, when it is read', async () => {
    await writePicture(join(root, 'a/half.jpg'), 1);
    const whole = await readFile(join(root, 'a/half.jpg'));
    await writeFile(join(root, 'a/empty.jpg'), '');
    await writeFile(join(root, 'a/half.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(join(root, 'a/text.jpg'), 'no picture');
    const { splits } = await open([...all, 'a/empty.jpg 0', 'a/half.jpg 0', 'a/text.jpg 0']);
    expect(await splits.train.read([0, 1, 2])).toHaveLength(3 * 192);
    for (const [row, name] of [
      [3, 'empty'],
      [4, 'half'],
      [5, 'text'],
    ] as const) {
      const place = `train.txt:${row + 1}: picture ${join(root, `a/${name}.jpg`)} must be a picture`;
      await expect(splits.train.read([0, row])).rejects.toThrow(place);
      await expect(splits.train.read([0, row])).rejects.toBeInstanceOf(FileFormatError);
    }
  });

  it('reads CMYK, 16-bit and turned pictures', async () => {
    const names = ['cmyk.jpg', 'sixteen-bit-grey.png', 'rotated.jpg'];
    const colour = () => sharp({ create: { width: 12, height: 9, channels: 3, background: 'orange' } });
    await colour().toColourspace('cmyk').toFile(join(root, names[0]));
    await colour().toColourspace('grey16').toFile(join(root, names[1]));
    await colour().withMetadata({ orientation: 6 }).toFile(join(root, names[2]));
    const { splits } = await open(names.map((name) => `${name} 0`));
    expect(await splits.train.read()).toHaveLength(3 * 192);
  });

  it('leaves bad pictures of every split out on request: counted, and listed with their lines', async () => {
    await writeFile(join(root, 'a/text.jpg'), 'no picture');
    const lists = { train: join(root, 'train.txt'), test: join(root, 'test.txt') };
    await writeFile(lists.test, 'c/none.jpg 1\nc/1.jpg 1\n');
    const onProgress = vi.fn();
    const lines = ['a/text.jpg 0', ...all];
    const { trainCounts, splits, skipped } = await open(lines, { lists, skipBadImages: true, onProgress });
    expect(trainCounts).toEqual([2, 1]);
    expect(await splits.test.read()).toHaveLength(192);
    expect(skipped).toHaveLength(2);
    const [text, none] = skipped ?? [];
    expect(text).toMatchObject({ split: 'train', origin: `${lists.train}:1`, path: join(root, 'a/text.jpg') });
    expect(none).toMatchObject({ split: 'test', origin: `${lists.test}:1` });
    expect(none.reason).toContain('ENOENT');
    expect(onProgress).toHaveBeenLastCalledWith({ done: 6, total: 6 });
  });

  it('does not skip what is wrong with the list itself', async () => {
    for (const [line, message] of [
      ['a/1.jpg 0', ':4: path a/1.jpg must be in the list once'],
      ['../a/1.jpg 0', ':4: path ../a/1.jpg must be one inside the root'],
      ['a/1.jpg', ':4: line must be a path and a label'],
    ]) {
      await expect(open([...all, line], { skipBadImages: true })).rejects.toThrow(message);
    }
    await expect(open([...all, 'c/1.jpg 2'], { classes: 2 })).rejects.toThrow(':4: label must be in 0..1, got 2');
  });

  it('refuses labels of other splits that training does not have, and classes without a picture', async () => {
    const lists = { train: join(root, 'train.txt'), test: join(root, 'test.txt') };
    await writeFile(lists.test, 'c/1.jpg 2');
    await expect(open(all, { lists })).rejects.toThrow('test.txt:1: label must be in 0..1, got 2');
    await expect(open(['a/1.jpg 0', 'c/1.jpg 2'])).rejects.toThrow('got none of class 1 (1)');
    await expect(open([])).rejects.toThrow('train.txt: list must be one of images, got none');
  });

  it('warns of pictures that two splits share', async () => {
    const lists = { train: join(root, 'train.txt'), test: join(root, 'test.txt') };
    await writeFile(lists.test, 'a/1.jpg 0');
    const onWarning = vi.fn();
    await open(all, { lists, onWarning });
    expect(onWarning).toHaveBeenCalledWith(
      `readImageLists: splits should share no picture, got 1 that do: ${lists.test}:1 is ${lists.train}:1`,
    );
  });

  it('says which list it looked for', async () => {
    const opening = imageLists({ root, lists: { train: join(root, 'nowhere.txt') } });
    await expect(opening).rejects.toBeInstanceOf(MissingDataSetError);
    await expect(opening).rejects.toThrow(`looked for ${join(root, 'nowhere.txt')} in ${root}.`);
  });
});
