import { mkdir, readdir } from 'node:fs/promises';
import { appendRegionShards, REGION_SHARDS, type WriteRegionShardsOptions } from './append-region-shards.js';
import type { RegionSplit } from './region-image.js';

/**
 * Writes the regions of images as numbered safetensors files, each whole or not at all, with memory for one of them. `openRegionShards`
 * says what is in a file, and knows a set that was interrupted.
 *
 * @param folder is made where it is missing
 * @returns the paths, in the order of the images
 * @throws RangeError if there is no image, or one does not fit together or is unlike the others of its shard; Error where the folder has
 *   such shards already; what the images and the file system throw
 * @example
 * import { openRegionShards, writeRegionShards, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 1, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0) }];
 * const image = { id: 7, frame: size, size, heads, boxes: Float32Array.of(1, 1, 3, 3), deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * await writeRegionShards('dump', images);
 * (await openRegionShards('dump/*.safetensors')).count; // 1
 */
export async function writeRegionShards(
  folder: string,
  images: RegionSplit,
  options: WriteRegionShardsOptions = {},
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const old = (await readdir(folder)).find((name) => name.startsWith(`${REGION_SHARDS}-`));
  if (old !== undefined)
    throw new Error(`writeRegionShards: \`folder\` must have no ${REGION_SHARDS}- shards, got ${old}`);
  if (images.count === 0) throw new RangeError('writeRegionShards: `images` must hold an image, got none');
  return appendRegionShards(folder, images, options);
}
