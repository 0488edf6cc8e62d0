import { createRandom, type Random } from '@disalign/core';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const truthSchema = z.looseObject({
  images: z.array(z.looseObject({ id: z.number(), neg_category_ids: z.array(z.number()) })),
  annotations: z.array(
    z.looseObject({
      id: z.number(),
      image_id: z.number(),
      category_id: z.number(),
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    }),
  ),
  categories: z.array(z.looseObject({ id: z.number() })),
});
type Truth = z.output<typeof truthSchema>;

/** An annotation file and a results file. */
export interface EvaluationFiles {
  readonly groundTruth: string;
  readonly detections: string;
}

const detectionCount = 48_890;

/**
 * Writes ten copies of an LVIS file, with ids of their own, and 48,890 seeded detections: four about each annotation, some of absent
 * categories, the rest anywhere of any category.
 */
export async function writeTenCopies(truthFile: string, folder: string): Promise<EvaluationFiles> {
  const truth = truthSchema.parse(JSON.parse(await readFile(truthFile, 'utf8')));
  const copies = Array.from({ length: 10 }, (_, copy) => copyOf(truth, copy));
  const whole = {
    ...truth,
    images: copies.flatMap(({ images }) => images),
    annotations: copies.flatMap(({ annotations }) => annotations),
  };
  const files = { groundTruth: join(folder, 'ten-copies.json'), detections: join(folder, 'ten-copies-results.json') };
  await writeFile(files.groundTruth, JSON.stringify(whole));
  await writeFile(files.detections, JSON.stringify(drawDetections(whole, createRandom(7))));
  return files;
}

function copyOf({ images, annotations }: Truth, copy: number): Pick<Truth, 'images' | 'annotations'> {
  const imageShift = copy * 10_000_000;
  return {
    images: images.map((image) => ({ ...image, id: image.id + imageShift })),
    annotations: annotations.map((annotation) => ({
      ...annotation,
      id: annotation.id + copy * 1_000_000,
      image_id: annotation.image_id + imageShift,
    })),
  };
}

function drawDetections({ images, annotations, categories }: Truth, random: Random): object[] {
  const around = annotations.flatMap(({ image_id, category_id, bbox: [x, y, w, h] }) =>
    Array.from({ length: 4 }, () => ({
      image_id,
      category_id,
      bbox: [
        x + (w * (random.nextFloat() - 0.5)) / 2.5,
        y + (h * (random.nextFloat() - 0.5)) / 2.5,
        w * (0.8 + 0.4 * random.nextFloat()),
        h * (0.8 + 0.4 * random.nextFloat()),
      ],
      score: random.nextFloat(),
    })),
  );
  const absent = images.flatMap(({ id, neg_category_ids }) =>
    neg_category_ids.filter(() => random.nextFloat() < 0.5).map((category) => anywhere(id, category, random)),
  );
  const others = Array.from({ length: Math.max(0, detectionCount - around.length - absent.length) }, () =>
    anywhere(images[random.nextInt(images.length)].id, categories[random.nextInt(categories.length)].id, random),
  );
  return [...around, ...absent, ...others].slice(0, detectionCount);
}

function anywhere(image_id: number, category_id: number, random: Random) {
  const bbox = [300, 300, 100, 100].map((range, i) => range * random.nextFloat() + (i < 2 ? 0 : 20));
  return { image_id, category_id, bbox, score: random.nextFloat() };
}
