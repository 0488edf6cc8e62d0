import { z } from 'zod';
import { FileFormatError } from '../files/file-format-error.js';

const index = z
  .string()
  .regex(/^\d{1,9}$/, 'not a count')
  .transform(Number);

const schema = z.object({
  format: z.literal('disalign-features'),
  version: z.literal('1'),
  /** Place of this shard in its set, from 0. */
  shard: index,
  /** Number of shards; only the last one knows. */
  shards: index.optional(),
});

/** What a shard says about its set; undefined for shards that others wrote. */
export type FeatureShardMetadata = z.infer<typeof schema>;

/** Metadata that `writeFeatureShards` puts into a shard. */
export function encodeShardMetadata(shard: number, shards: number | undefined): Record<string, string> {
  const metadata = { format: 'disalign-features', version: '1', shard: `${shard}` };
  return shards === undefined ? metadata : { ...metadata, shards: `${shards}` };
}

/** Reads it back. @throws FileFormatError when a shard of ours has metadata that we did not write */
export function parseShardMetadata(
  metadata: Readonly<Record<string, string>>,
  file: string,
): FeatureShardMetadata | undefined {
  if (metadata.format !== 'disalign-features') return undefined;
  const parsed = schema.safeParse(metadata);
  if (parsed.success) return parsed.data;
  const key = String(parsed.error.issues[0].path[0]);
  const expected = 'what writeFeatureShards writes';
  throw new FileFormatError({ file, field: `metadata ${key}`, expected, got: metadata[key] ?? 'nothing' });
}
