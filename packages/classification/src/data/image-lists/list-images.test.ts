import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listImageFolder } from '../image-folder/list-image-folder.js';
import { listImages } from './list-images.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-lists-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('lists pictures relative to the list, or to a root, with the line of each', async () => {
  const list = join(folder, 'train.txt');
  await writeFile(list, 'cats/1.jpg 0\n\ndogs/big one.jpg 2\n');
  const { classNames, pictures } = await listImages(list);
  expect(classNames).toEqual(['cats', '1', 'dogs']);
  expect(pictures[1]).toEqual({ path: join(folder, 'dogs/big one.jpg'), label: 2, origin: `${list}:3` });
  expect((await listImages(list, { root: '/data' })).pictures[0].path).toBe('/data/cats/1.jpg');
  expect((await listImages(list, { classes: 4 })).classNames).toHaveLength(4);
  await expect(listImages(list, { classes: 2 })).rejects.toThrow('train.txt:3: label must be in 0..1, got 2');
  await writeFile(list, '\n');
  await expect(listImages(list)).rejects.toThrow('train.txt: list must be one of images, got none');
});

it('lists a folder of class folders by its own classes, or by those of another', async () => {
  for (const name of ['b', 'a']) await mkdir(join(folder, 'flowers', name), { recursive: true });
  await writeFile(join(folder, 'flowers/b/1.PNG'), '');
  const root = join(folder, 'flowers');
  expect(await listImageFolder(root)).toEqual({
    classNames: ['a', 'b'],
    pictures: [{ path: join(root, 'b/1.PNG'), label: 1 }],
  });
  expect((await listImageFolder(root, ['b', 'a', 'c'])).pictures[0].label).toBe(0);
  await expect(listImageFolder(root, ['a'])).rejects.toThrow('must be those of training, got b');
});
