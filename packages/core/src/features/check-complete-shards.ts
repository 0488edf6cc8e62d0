import { FileFormatError } from '../files/file-format-error.js';
import type { FeatureShard } from './feature-shard.js';

/**
 * Shards of ours are numbered and the last one knows their number: a set that was interrupted is not taken for a smaller one.
 * @throws FileFormatError for the first shard that is out of place; shards of others pass
 */
export function checkCompleteShards(shards: readonly FeatureShard[]): void {
  if (shards.every((shard) => shard.metadata === undefined)) return;
  const hint = '(or set `allowIncomplete`)';
  shards.forEach(({ metadata, file }, index) => {
    const isLast = index === shards.length - 1;
    const expected = isLast ? `the last of ${shards.length} shards ${hint}` : `shard ${index} of a set ${hint}`;
    if (metadata?.shard === index && metadata.shards === (isLast ? shards.length : undefined)) return;
    const got = metadata === undefined ? 'a shard of other making' : describePlace(metadata);
    throw new FileFormatError({ file: file.path, field: 'metadata shard', expected, got });
  });
}

function describePlace({ shard, shards }: NonNullable<FeatureShard['metadata']>): string {
  return shards === undefined ? `shard ${shard}, not the last` : `shard ${shard}, the last of ${shards}`;
}
