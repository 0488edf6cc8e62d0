import { FileFormatError } from '@disalign/core';
import { z } from 'zod';

const place = z
  .string()
  .regex(/^\d{1,9}$/, 'not a count')
  .transform(Number);

const schema = z.object({
  format: z.literal('disalign-regions'),
  version: z.literal('1'),
  /** Place of this shard in its set, from 0. */
  shard: place,
  /** Number of shards; only the last one knows. */
  shards: place.optional(),
});

/** What a shard of ours says about its set; undefined for shards that others wrote. */
export type RegionShardMetadata = z.output<typeof schema>;

/** Metadata of shard `shard`; the last one is told how many there are. */
export function encodeRegionShardMetadata(shard: number, shards?: number): Record<string, string> {
  const metadata = { format: 'disalign-regions', version: '1', shard: `${shard}` };
  return shards === undefined ? metadata : { ...metadata, shards: `${shards}` };
}

/** @throws FileFormatError when a shard of ours has metadata that we did not write */
export function parseRegionShardMetadata(
  metadata: Readonly<Record<string, string>>,
  file: string,
): RegionShardMetadata | undefined {
  if (metadata.format !== 'disalign-regions') return undefined;
  const parsed = schema.safeParse(metadata);
  if (parsed.success) return parsed.data;
  const key = String(parsed.error.issues[0].path[0]);
  throw new FileFormatError({
    file,
    field: `metadata ${key}`,
    expected: 'what writeRegionShards writes',
    got: metadata[key] ?? 'nothing',
  });
}

/**
 * Shards of ours are numbered and the last one knows their number: a set that was interrupted is not taken for a smaller one.
 *
 * @throws FileFormatError for the first shard that is out of place
 */
export function checkWholeSet(shards: readonly { file: string; metadata: RegionShardMetadata | undefined }[]): void {
  if (shards.every(({ metadata }) => metadata === undefined)) return;
  shards.forEach(({ metadata, file }, index) => {
    const isLast = index === shards.length - 1;
    if (metadata?.shard === index && metadata.shards === (isLast ? shards.length : undefined)) return;
    const got = metadata ? `shard ${metadata.shard} of ${metadata.shards ?? 'more'}` : 'a shard of other making';
    const expected = isLast ? `the last of ${shards.length} shards` : `shard ${index} of a set`;
    throw new FileFormatError({ file, field: 'metadata shard', expected, got });
  });
}
