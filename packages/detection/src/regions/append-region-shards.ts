import { shardName, writeSafetensors } from '@disalign/core/node';
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
  /** Further metadata for each shard. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The beginning of a set, which is there already. */
export interface BegunRegionShards {
  readonly files: readonly string[];
  /** In all of them. */
  readonly images: number;
}

/** What the names of shards begin with. */
export const REGION_SHARDS = 'regions';

/** Writes shards to the end of a set, with memory for one of them. Returns the paths of all. Throws as `writeRegionShards` does. */
export async function appendRegionShards(
  folder: string,
  images: RegionSplit,
  { dtype = 'F32', shardBytes = 2 ** 26, metadata, onProgress }: WriteRegionShardsOptions,
  begun: BegunRegionShards = { files: [], images: 0 },
): Promise<readonly string[]> {
  const files = [...begun.files];
  let pending: RegionImage[] = [];
  let bytes = 0;
  for (let index = begun.images; index < images.count; index++) {
    const image = copyOf(await images.read(index));
    pending.push(image);
    bytes += bytesOf(image);
    const isLast = index === images.count - 1;
    if (bytes >= shardBytes || isLast) {
      const path = join(folder, shardName(REGION_SHARDS, files.length));
      const place = encodeRegionShardMetadata(files.length, isLast ? files.length + 1 : undefined);
      await writeSafetensors(path, regionShardTensors(pending, dtype), { ...metadata, ...place });
      files.push(path);
      [pending, bytes] = [[], 0];
    }
    onProgress?.({ done: index + 1, total: images.count });
  }
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
