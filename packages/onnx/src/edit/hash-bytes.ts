import { createHash } from 'node:crypto';
import type { ByteSource } from '../model-file/byte-source.js';
import { splicedBytes, type Splice } from './splice.js';

/** SHA-256 of a file with splices, in hexadecimal. */
export function hashBytes(source: ByteSource, splices: readonly Splice[] = []): string {
  const hash = createHash('sha256');
  for (const piece of splicedBytes(source, splices)) hash.update(piece);
  return hash.digest('hex');
}
