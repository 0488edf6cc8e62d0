import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { continuedShards, listShards, openSafetensors, shardName, sortedEntries } from '@disalign/core/node';
import {
  appendRegionShards,
  REGION_SHARDS,
  type BegunRegionShards,
  type WriteRegionShardsOptions,
} from './append-region-shards.js';
import type { RegionSplit } from './region-image.js';
import { encodeRegionShardMetadata, parseRegionShardMetadata } from './region-shard-metadata.js';

/**
 * Writes regions as `writeRegionShards` does, or goes on where a run with the same options was interrupted: every image is written once, and
 * the files are those of a run that was not. A set that is complete stays as it is.
 *
 * @param folder is made where it is missing
 * @param images are read from the first on that is in no file; not at all for a complete set
 * @returns the paths, in the order of the images
 * @throws RangeError when the shards that are there were written with other options, of other images, or are no beginning of a set; what
 *   `writeRegionShards` throws, but for shards that are there
 * @example
 * import { resumeRegionShards, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 1, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0) }];
 * const image = { id: 7, frame: size, size, heads, boxes: Float32Array.of(1, 1, 3, 3), deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 10, read: async (index) => ({ ...image, id: index }) }; // yours: a detector over pictures
 * await resumeRegionShards('long-run', images, { metadata: { detector: 'of Monday' } });
 */
export async function resumeRegionShards(
  folder: string,
  images: RegionSplit,
  options: WriteRegionShardsOptions = {},
): Promise<readonly string[]> {
  if (images.count === 0) throw new RangeError('resumeRegionShards: `images` must hold an image, got none');
  await mkdir(folder, { recursive: true });
  const { begun, isComplete } = await findBegunShards(folder, images, options);
  return isComplete ? begun.files : appendRegionShards(folder, images, options, begun);
}

const checkSame = continuedShards('resumeRegionShards');

async function findBegunShards(
  folder: string,
  { count }: RegionSplit,
  { dtype = 'F32', metadata }: WriteRegionShardsOptions,
): Promise<{ begun: BegunRegionShards; isComplete: boolean }> {
  const files: string[] = [];
  let images = 0;
  let isComplete = false;
  for (const name of await listShards(folder, REGION_SHARDS)) {
    const file = await openSafetensors(join(folder, name));
    const place = parseRegionShardMetadata(file.metadata, file.path);
    checkSame(file.path, 'name', {
      expected: isComplete ? 'none after the last' : shardName(REGION_SHARDS, files.length),
      got: name,
    });
    isComplete = place?.shards !== undefined;
    const expected = { ...metadata, ...encodeRegionShardMetadata(files.length, place?.shards && files.length + 1) };
    checkSame(file.path, 'metadata', { expected: sortedEntries(expected), got: sortedEntries(file.metadata) });
    checkSame(file.path, 'features', { expected: dtype, got: file.entries.get('features')?.dtype });
    files.push(file.path);
    images += file.entries.get('images')?.shape[0] ?? 0;
    const fits = isComplete ? images === count : images < count;
    if (!fits) checkSame(file.path, 'images', { expected: isComplete ? count : `fewer than ${count}`, got: images });
  }
  return { begun: { files, images }, isComplete };
}
