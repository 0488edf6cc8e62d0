import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lvisJson } from '../evaluation/fixtures/formula-detections.js';
import { readCategoryOccurrences } from './read-category-occurrences.js';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disalign-occurrences-'));
  file = join(folder, 'train.json');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const read = async (json: unknown) => {
  await writeFile(file, JSON.stringify(json));
  return readCategoryOccurrences(file);
};

const small = {
  annotations: [
    { image_id: 9, category_id: 5 },
    { image_id: 7, category_id: 5 },
    { image_id: 9, category_id: 5 },
    { image_id: 9, category_id: 2 },
  ],
  categories: [
    { id: 5, name: 'lynx' },
    { id: 2, name: 'cat' },
    { id: 8, name: 'ocelot' },
  ],
  images: [{ id: 9 }, { id: 7 }, { id: 1 }],
};

describe('readCategoryOccurrences', () => {
  it('counts images and instances in the order of the ids, whatever the order of the lists', async () => {
    expect(await read(small)).toEqual({
      categories: [
        { id: 2, name: 'cat' },
        { id: 5, name: 'lynx' },
        { id: 8, name: 'ocelot' },
      ],
      images: [9, 7, 1],
      imageCounts: [1, 2, 0],
      instanceCounts: [1, 3, 0],
      imageCategories: [Uint16Array.of(0, 1), Uint16Array.of(1), Uint16Array.of()],
    });
  });

  it('finds the counts that LVIS wrote down itself', async () => {
    const { categories } = z
      .object({
        categories: z.array(z.object({ id: z.number(), image_count: z.number(), instance_count: z.number() })),
      })
      .parse(lvisJson);
    categories.sort((a, b) => a.id - b.id);
    const { imageCounts, instanceCounts } = await read(lvisJson);
    expect(imageCounts).toEqual(categories.map(({ image_count }) => image_count));
    expect(instanceCounts).toEqual(categories.map(({ instance_count }) => instance_count));
  });

  it.each([
    [{ ...small, images: [] }, 'images must be there, got none'],
    [{ ...small, categories: undefined }, 'categories must be there, got none'],
    [{ ...small, images: [{ id: 9 }, { id: 9 }] }, 'images[1] (id 9) id must be its own, got 9'],
    [{ ...small, images: [{ id: 9 }] }, 'annotations[1] image_id must be an id of images, got 7'],
    [{ ...small, categories: [{ id: 5 }] }, 'annotations[3] category_id must be an id of categories, got 2'],
    [{ ...small, annotations: [3] }, 'annotations[0] must be an object, got 3'],
    [{ ...small, annotations: [{ image_id: 9 }] }, 'annotations[0] category_id must be a whole number, got nothing'],
  ])('refuses what does not fit together, by record %#', async (json, message) => {
    await expect(read(json)).rejects.toThrow(`${file}: ${message}`);
  });
});
