import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFeatureShards } from '@disalign/core/node';
import type { FitShape } from './fit-shape.js';
import { seededSource } from './seeded-source.js';

/** Rows of a shard: whole pools of rows that are mixed, 200 MB at the sizes of ImageNet-LT. */
const ROWS_PER_SHARD = 16_384;

/** Writes the shards of a fit into `cache`, unless they are there, and returns their paths in order. */
export async function writeFitShards(cache: string, shape: FitShape): Promise<string[]> {
  const { rows, featureSize, classes } = shape;
  const folder = join(cache, `fit-${rows}x${featureSize}x${classes}`);
  if (!existsSync(folder)) {
    // Under its name the folder is complete.
    const unfinished = `${folder}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await writeFeatureShards(unfinished, seededSource(shape), { rowsPerShard: ROWS_PER_SHARD });
    await rename(unfinished, folder);
  }
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}
