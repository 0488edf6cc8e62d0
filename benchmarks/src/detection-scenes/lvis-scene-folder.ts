import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { decodeFile, writeFileAtomically } from '@disalign/core/node';
import sharp from 'sharp';
import { encodeGreyPng } from '../scenes/encode-grey-png.js';
import type { Scene } from '../scenes/scene.js';
import { mapConcurrently } from '../workers/map-concurrently.js';
import { annotatedSplit } from './annotated-split.js';
import type { AnnotatedScenes, LvisJson } from './annotate-scenes.js';
import { detectionSplits, type DetectionSplit } from './glyph-scenes-lvis.js';

/** What a network sees of a scene. */
export type ScenePicture = Pick<Scene, 'height' | 'width' | 'pixels'>;

/** Scenes of a split as they lie in a folder. */
export interface StoredSplit {
  readonly json: LvisJson;
  /** In the order of `json.images`. */
  readonly scenes: readonly ScenePicture[];
}

/** Holds the pictures of all splits, named by their ids. */
const IMAGES = 'images';

/**
 * Paints GlyphScenes for detection into a folder: `training.json`, `selection.json` and `test.json` in LVIS v1's format, and `images/<id>.png`.
 *
 * @param onProgress told the share that is done
 */
export async function writeLvisScenes(folder: string, onProgress: (share: number) => void): Promise<null> {
  const training = await annotatedSplit('training');
  for (const [place, split] of detectionSplits.entries()) {
    const annotated = split === 'training' ? training : await annotatedSplit(split, training.json);
    await writeLvisSplit(folder, split, annotated);
    onProgress((place + 1) / detectionSplits.length);
  }
  return null;
}

/** Writes one split: its annotations and its pictures. */
export async function writeLvisSplit(
  folder: string,
  split: DetectionSplit,
  { scenes, json }: AnnotatedScenes,
): Promise<void> {
  await mkdir(join(folder, IMAGES), { recursive: true });
  await mapConcurrently([...scenes.keys()], availableParallelism(), async (index) => {
    await writeFileAtomically(pictureOf(folder, json, index), await encodeGreyPng(scenes[index]));
  });
  await writeFileAtomically(join(folder, `${split}.json`), new TextEncoder().encode(JSON.stringify(json)));
}

/** Reads what `writeLvisSplit` wrote. @throws FileFormatError for a picture that cannot be decoded; what the file system throws */
export async function readLvisScenes(folder: string, split: DetectionSplit): Promise<StoredSplit> {
  // Written by this code alone.
  const json = JSON.parse(await readFile(join(folder, `${split}.json`), 'utf8')) as LvisJson;
  const scenes = await mapConcurrently(
    json.images.map((_, index) => pictureOf(folder, json, index)),
    availableParallelism(),
    readPicture,
  );
  return { json, scenes };
}

function pictureOf(folder: string, { images }: LvisJson, index: number): string {
  return join(folder, IMAGES, `${images[index].id}.png`);
}

async function readPicture(path: string): Promise<ScenePicture> {
  const bytes = await readFile(path);
  const { data, info } = await decodeFile(path, 'a picture that can be decoded', () =>
    sharp(bytes).extractChannel(0).raw().toBuffer({ resolveWithObject: true }),
  );
  return { height: info.height, width: info.width, pixels: new Uint8Array(data) };
}
