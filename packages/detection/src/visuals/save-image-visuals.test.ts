import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { categoryColor } from './category-color.js';
import { drawVisuals } from './draw-visuals.js';
import { readRgbImage } from './read-rgb-image.js';
import { saveImageVisuals } from './save-image-visuals.js';
import { annotationRegions, detectionRegions } from './visual-regions.js';
import { runCommandLine } from '../command-line/run-command-line.js';

const size = { height: 40, width: 60 };
const square = [10, 10, 30, 10, 30, 30, 10, 30];
const json = {
  images: [7, 8, 9].map((id) => ({ id, ...size, neg_category_ids: [], not_exhaustive_category_ids: [] })),
  annotations: [7, 9].map((image_id, index) => ({
    id: index + 1,
    image_id,
    category_id: 5,
    bbox: [10, 10, 20, 20],
    area: 400,
    segmentation: [square],
  })),
  categories: [
    { id: 2, name: 'cat', frequency: 'f' },
    { id: 5, name: 'lynx', frequency: 'r' },
  ],
};
const recordOf = (category_id: number, score: number) => ({
  image_id: 7,
  category_id,
  score,
  bbox: [11, 10, 20, 20],
  segmentation: [square],
});
const before = [recordOf(2, 0.8), recordOf(5, 0.2)];
const after = [recordOf(2, 0.1), recordOf(5, 0.9)];

let folder: string;
const pathOf = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visuals-'));
  for (const [name, value] of Object.entries({ gt: json, before, after })) {
    await writeFile(pathOf(`${name}.json`), JSON.stringify(value));
  }
  await mkdir(pathOf('images/val'), { recursive: true });
  await picture('000000000007.png');
  await picture('8.png');
  await picture('cover.png');
});
afterEach(() => rm(folder, { recursive: true }));

async function picture(name: string, { height, width } = size): Promise<void> {
  await sharp({ create: { height, width, channels: 3, background: '#808080' } }).toFile(pathOf(`images/val/${name}`));
}

async function run(...more: string[]) {
  let errors = '';
  const args = ['lvis', '--gt', pathOf('gt.json'), '--dt', pathOf('after.json'), '--iou-type', 'segm', ...more];
  const status = await runCommandLine(args, {
    output: { write: () => undefined },
    errors: { write: (text: string) => (errors += text) },
  });
  return { status, errors };
}

it('disalign-eval draws the images that have a file and a ground truth, before and after', async () => {
  const args = ['--save-visuals', pathOf('drawn'), '--images', pathOf('images'), '--before', pathOf('before.json')];
  expect(await run(...args)).toEqual({ status: 0, errors: '' });
  expect(await readdir(pathOf('drawn'))).toEqual(['7.png']);
  const truth = groundTruthFromJson(json, { format: 'lvis', segmentations: true });
  const regionsOf = (records: object[]) => detectionRegions(truth, detectionsFromJson(records, truth), 7);
  const drawn = await readRgbImage(pathOf('drawn/7.png'));
  const expected = drawVisuals({
    image: await readRgbImage(pathOf('images/val/000000000007.png')),
    panels: [
      { title: 'ground truth', regions: annotationRegions(truth, 7) },
      { title: 'before', regions: regionsOf(before) },
      { title: 'after', regions: regionsOf(after) },
    ],
  });
  // One by one, a million of bytes would take seconds to compare.
  expect(Buffer.from(drawn.pixels).equals(expected.pixels)).toBe(true);
  // In the middle of the mask, 7 times as large: grey under the colour of cat, then of lynx.
  const colorAt = (panel: number) => {
    const at = 3 * ((12 + 7 * 20) * drawn.width + panel * (7 * 60 + 4) + 7 * 20);
    return [...drawn.pixels.subarray(at, at + 3)];
  };
  const mixed = (category: number) => categoryColor(category).map((value) => Math.round(0.45 * value + 0.55 * 128));
  expect([0, 1, 2, 3].map(colorAt)).toEqual([[128, 128, 128], mixed(1), mixed(0), mixed(1)]);
});

it('saveImageVisuals draws the images it is told, as many as it is told, and detections from a score on', async () => {
  const truth = groundTruthFromJson(json, { format: 'lvis', segmentations: true });
  const visuals = { truth, detections: detectionsFromJson(before, truth), images: pathOf('images') };
  const draw = (options: object) => saveImageVisuals(pathOf('drawn'), visuals, options);
  expect(await draw({ imageIds: [8] })).toEqual([pathOf('drawn/8.png')]);
  expect(await draw({ imageIds: [9, 8, 7], most: 1, scoreThreshold: 0.1 })).toEqual([pathOf('drawn/7.png')]);
  const drawn = await readRgbImage(pathOf('drawn/7.png'));
  const regions = detectionRegions(truth, visuals.detections, 7, { scoreThreshold: 0.1 });
  expect(regions).toHaveLength(2);
  const panels = [
    { title: 'ground truth', regions: annotationRegions(truth, 7) },
    { title: 'detections', regions },
  ];
  const expected = drawVisuals({ image: await readRgbImage(pathOf('images/val/000000000007.png')), panels });
  expect(Buffer.from(drawn.pixels).equals(expected.pixels)).toBe(true);
  await expect(draw({ imageIds: [9] })).rejects.toThrow('got none');
});

it('names what is drawn, the best last', () => {
  const truth = groundTruthFromJson(json, { format: 'lvis', segmentations: true });
  const table = detectionsFromJson([recordOf(5, 0.9), recordOf(2, 0.4), recordOf(2, 0.25)], truth);
  const labels = (options: object) => detectionRegions(truth, table, 7, options).map(({ label }) => label);
  expect(labels({})).toEqual(['cat 0.40', 'lynx 0.90']);
  expect(labels({ scoreThreshold: 0 })).toEqual(['cat 0.25', 'cat 0.40', 'lynx 0.90']);
  expect(labels({ most: 1 })).toEqual(['lynx 0.90']);
  expect(annotationRegions(truth, 9)).toMatchObject([{ corners: [10, 10, 30, 30], category: 1, label: 'lynx' }]);
  expect(() => annotationRegions(truth, 10)).toThrow('`imageId` must be an image of the ground truth, got 10');
});

it('draws a detection without a box around its mask', () => {
  const truth = groundTruthFromJson(json, { format: 'lvis', segmentations: true });
  const segmentation = { size: [40, 60], counts: [60 * 40 - 1, 1] };
  const record = { image_id: 7, category_id: 5, score: 0.9, segmentation };
  const table = detectionsFromJson([record], truth);
  expect(detectionRegions(truth, table, 7)[0].corners).toEqual([59, 39, 60, 40]);
});

it.each<[string, string[], string]>([
  ['no folder of images', ['--save-visuals', 'drawn'], '--save-visuals takes --images'],
  ['nothing to draw to', ['--images', 'images'], '--images takes --save-visuals'],
  ['no number', ['--visuals', '0', '--save-visuals', 'a', '--images', 'b'], '--visuals must be a whole number from 1'],
])('refuses a command line with %s', async (_, args, message) => {
  const { status, errors } = await run(...args);
  expect(status).toBe(2);
  expect(errors).toContain(message);
});

it('refuses folders without an image of the ground truth, and an image of another size', async () => {
  const draw = () => run('--save-visuals', pathOf('drawn'), '--images', pathOf('images'));
  await picture('000000000007.png', { height: 60, width: 40 });
  const other = await draw();
  expect(other.status).toBe(2);
  expect(other.errors).toContain(
    '000000000007.png: width x height must be 60 x 40, as in the annotations, got 40 x 60',
  );
  await rm(pathOf('images/val/000000000007.png'));
  const none = await draw();
  expect(none.status).toBe(2);
  expect(none.errors).toContain('images: folder must be one with pictures named by ids such as 7.jpg, got none');
});
