import { Buffer } from 'node:buffer';
import { ZipFile } from 'yazl';
import { encodeNpy } from './encode-npy.js';
import { namedTensorEntries, type NamedTensors } from './named-tensor-entries.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** The earliest time that zip can hold: the same arrays give the same bytes on every day. */
const epoch = new Date(1980, 0, 1);

/**
 * Writes an npz file, whole or not at all, like `numpy.savez`, or `numpy.savez_compressed` with `compress`.
 *
 * @throws what `encodeNpy` and the file system throw; an Error for an array over 1 GiB, which yazl does not take at once
 *
 * @example
 * ```ts
 * import { writeNpz } from '@disalign/core/node';
 * await writeNpz('labels.npz', { labels: { dtype: 'I32', shape: [2], data: Int32Array.of(0, 1) } });
 * ```
 */
export async function writeNpz(path: string, tensors: NamedTensors, { compress = false } = {}): Promise<void> {
  const encoded = namedTensorEntries(tensors).map(([name, tensor]) => [name, encodeNpy(tensor)] as const);
  await writeFileAtomically(path, zip(encoded, compress));
}

async function* zip(files: readonly (readonly [string, Uint8Array])[], compress: boolean): AsyncGenerator<Uint8Array> {
  const archive = new ZipFile();
  for (const [name, bytes] of files) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    archive.addBuffer(buffer, `${name}.npy`, { compress, mtime: epoch, forceDosTimestamp: true });
  }
  archive.end();
  for await (const piece of archive.outputStream) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}
