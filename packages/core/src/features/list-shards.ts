import { readdir } from 'node:fs/promises';

/** Prefix of the names of shards where none is given. */
export const DEFAULT_PREFIX = 'features';

/** Name of a shard by its place in the set, from 0. */
export function shardName(prefix: string, shard: number): string {
  return `${prefix}-${String(shard).padStart(5, '0')}.safetensors`;
}

/** Names of the shards of a prefix that a folder has, in order. */
export async function listShards(folder: string, prefix: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.safetensors')).sort();
}
