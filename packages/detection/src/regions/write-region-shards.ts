import { writeSafetensors } from '@disalign/core/node';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegionImage, RegionSplit } from './region-image.js';
import { encodeRegionShardMetadata } from './region-shard-metadata.js';
import { regionShardTensors, type RegionDtype } from './region-shard-tensors.js';

/** How images are cut into shards and stored. */
export interface WriteRegionShardsOptions {
  /** Of features and mask logits. Default F32. */
  readonly dtype?: RegionDtype;
  /** A shard is closed with the image that makes it so large. Default 64 MiB. */
  readonly shardBytes?: number;
}

const prefix = 'regions-';

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
  { dtype = 'F32', shardBytes = 2 ** 26 }: WriteRegionShardsOptions = {},
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const old = (await readdir(folder)).find((name) => name.startsWith(prefix));
  if (old !== undefined) throw new Error(`writeRegionShards: \`folder\` must have no ${prefix} shards, got ${old}`);
  const files: string[] = [];
  let pending: RegionImage[] = [];
  let bytes = 0;
  for (let index = 0; index < images.count; index++) {
    const image = copyOf(await images.read(index));
    pending.push(image);
    bytes += bytesOf(image);
    const isLast = index === images.count - 1;
    if (bytes < shardBytes && !isLast) continue;
    const path = join(folder, `${prefix}${String(files.length).padStart(5, '0')}.safetensors`);
    const metadata = encodeRegionShardMetadata(files.length, isLast ? files.length + 1 : undefined);
    await writeSafetensors(path, regionShardTensors(pending, dtype), metadata);
    files.push(path);
    [pending, bytes] = [[], 0];
  }
  if (files.length === 0) throw new RangeError('writeRegionShards: `images` must hold an image, got none');
  return files;
}

/** A split may fill its arrays again. */
function copyOf(image: RegionImage): RegionImage {
  const { heads, boxes, deltas, masks, labels } = image;
  return {
    ...image,
    heads: heads.map(({ rows, features, logits }) => ({ rows, features: features.slice(), logits: logits.slice() })),
    boxes: boxes.slice(),
    deltas: deltas && deltas.slice(),
    masks: masks && { ...masks, logits: masks.logits.slice() },
    labels: labels && labels.slice(),
  };
}

function bytesOf({ heads, boxes, deltas, masks }: RegionImage): number {
  const perHead = heads.reduce((sum, { features, logits }) => sum + features.length + logits.length, 0);
  return 4 * (perHead + boxes.length + (deltas?.length ?? 0) + (masks?.logits.length ?? 0));
}
