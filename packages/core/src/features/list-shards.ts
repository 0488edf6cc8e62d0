import { readdir } from 'node:fs/promises';

/** Prefix of the names of shards where none is given. */
export const DEFAULT_PREFIX = 'features';

/**
 * Name of a shard by its place in the set, from 0.
 *
 * @example
 * import { shardName } from '@disalign/core/node';
 * shardName('features', 3); // 'features-00003.safetensors'
 */
export function shardName(prefix: string, shard: number): string {
  return `${prefix}-${String(shard).padStart(5, '0')}.safetensors`;
}

/**
 * Names of the shards of a prefix that a folder has, in order.
 *
 * @throws what the file system throws
 * @example
 * import { listShards } from '@disalign/core/node';
 * const begun = (folder: string) => listShards(folder, 'features');
 */
export async function listShards(folder: string, prefix: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.safetensors')).sort();
}
