import type { ByteRange, ByteSource } from '../model-file/byte-source.js';

/** Bytes that take the place of a range of a file; an empty range inserts. */
export interface Splice extends ByteRange {
  readonly bytes: Uint8Array;
}

/** What one piece of a copied file is at most: memory stays flat, whatever the model weighs. */
const PIECE = 1 << 22;

/** The bytes of a file with splices, in order, in pieces. Each piece is only good until the next. */
export function* splicedBytes(source: ByteSource, splices: readonly Splice[]): Generator<Uint8Array> {
  let at = 0;
  for (const { start, end, bytes } of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    yield* piecesOf(source, { start: at, end: start });
    yield bytes;
    at = end;
  }
  yield* piecesOf(source, { start: at, end: source.size });
}

function* piecesOf(source: ByteSource, { start, end }: ByteRange): Generator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) yield source.read({ start: at, end: Math.min(at + PIECE, end) });
}

/** By how much splices lengthen what they lie in. */
export function addedBytes(splices: readonly Splice[]): number {
  return splices.reduce((sum, { start, end, bytes }) => sum + bytes.length - (end - start), 0);
}
