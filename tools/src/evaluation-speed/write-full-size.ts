import { createRandom, type Random } from '@disalign/core';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationFiles } from './write-ten-copies.js';

// As large as the validation set of LVIS v1.
const imageCount = 19_809;
const annotationCount = 244_707;
const categoryCount = 1203;
const detectionsPerImage = 300;

/**
 * Writes synthetic annotations as large as those of the validation set of LVIS v1, with octagons for masks, and 300 detections an
 * image (5.9 million, 650 MB): near an annotation, of a category that the image is known not to show, or of any.
 */
export async function writeFullSize(folder: string): Promise<EvaluationFiles> {
  const random = createRandom(11);
  const truth = drawTruth(random);
  const files = { groundTruth: join(folder, 'full-size.json'), detections: join(folder, 'full-size-results.json') };
  await writeTexts(files.groundTruth, [JSON.stringify(truth)]);
  await writeTexts(files.detections, detectionTexts(truth, random));
  return files;
}

function drawTruth(random: Random) {
  // Category k is drawn about as often as 1 / (k + 10): a long tail.
  const category = () => 1 + Math.floor(10 * ((categoryCount / 10 + 1) ** random.nextFloat() - 1));
  const categories = Array.from({ length: categoryCount }, (_, k) => ({
    id: k + 1,
    name: `category ${k + 1}`,
    frequency: k < 405 ? 'f' : k < 866 ? 'c' : 'r',
  }));
  const images = Array.from({ length: imageCount }, (_, i) => ({
    id: 10 * i + 1,
    height: 480,
    width: 640,
    neg_category_ids: Array.from({ length: 8 }, category),
    not_exhaustive_category_ids: [category()],
  }));
  const annotations = Array.from({ length: annotationCount }, (_, i) => {
    const bbox = drawBox(random);
    return {
      id: i + 1,
      image_id: images[random.nextInt(imageCount)].id,
      category_id: category(),
      bbox,
      area: (bbox[2] * bbox[3] * 7) / 8,
      segmentation: [octagon(bbox)],
    };
  });
  return { images, annotations, categories };
}

function* detectionTexts({ images, annotations }: ReturnType<typeof drawTruth>, random: Random): Generator<string> {
  const byImage = new Map(images.map(({ id }) => [id, new Array<(typeof annotations)[number]>()]));
  for (const annotation of annotations) byImage.get(annotation.image_id)?.push(annotation);
  let separator = '[';
  for (const { id, neg_category_ids: absent } of images) {
    const own = byImage.get(id) ?? [];
    const detections = Array.from({ length: detectionsPerImage }, (_, at) => {
      const near = at < 4 * own.length ? own[at >> 2] : undefined;
      const [x, y, w, h] = near?.bbox ?? drawBox(random);
      const shift = () => 1 + 0.1 * (random.nextFloat() - 0.5);
      const other = at % 10 === 0 ? absent[at % absent.length] : 1 + random.nextInt(categoryCount);
      return JSON.stringify({
        image_id: id,
        category_id: near?.category_id ?? other,
        bbox: [x * shift(), y * shift(), w * shift(), h * shift()].map((value) => Number(value.toFixed(4))),
        score: Number(random.nextFloat().toFixed(8)),
      });
    });
    yield separator + detections.join(', ');
    separator = ', ';
  }
  yield ']';
}

function drawBox(random: Random): number[] {
  const [w, h] = [0, 0].map(() => 8 + 180 * random.nextFloat() ** 2);
  return [(640 - w) * random.nextFloat(), (480 - h) * random.nextFloat(), w, h].map((value) =>
    Number(value.toFixed(2)),
  );
}

function octagon([x, y, w, h]: readonly number[]): number[] {
  const at = [
    [0.25, 0],
    [0.75, 0],
    [1, 0.25],
    [1, 0.75],
    [0.75, 1],
    [0.25, 1],
    [0, 0.75],
    [0, 0.25],
  ];
  return at.flatMap(([right, down]) => [x + w * right, y + h * down]).map((value) => Number(value.toFixed(2)));
}

async function writeTexts(path: string, texts: Iterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const text of texts) await file.write(text);
  } finally {
    await file.close();
  }
}
