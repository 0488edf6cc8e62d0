import { crc32 } from 'node:zlib';
import { bytesPerElement } from '../files/bytes-per-element.js';
import { FileFormatError } from '../files/file-format-error.js';
import { openZipFile } from '../files/open-zip-file.js';
import { readPlace } from '../files/read-place.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import { tensorFromBytes } from '../files/tensor-from-bytes.js';
import { walkZipArchive, zipEntryError, type ZipEntry, type ZipPlace } from '../files/walk-zip-archive.js';
import { withFile } from '../files/with-file.js';
import { checkPlain } from './check-plain.js';
import { checkpointGlobals, storageOf } from './checkpoint-globals.js';
import type { CheckpointTensor, CheckpointValue } from './checkpoint-value.js';
import { gatherElements } from './gather-elements.js';
import { unpickle } from './unpickle.js';

/** A checkpoint of PyTorch whose tensors are read when they are asked for. */
export interface PytorchCheckpoint {
  readonly path: string;
  /** What `torch.load` gives: as a rule a map, often one of maps. */
  readonly value: CheckpointValue;
  /** Elements of a tensor of `value`, row-major. @throws FileFormatError where they are not there, or damaged */
  readTensor(tensor: CheckpointTensor): Promise<StoredTensor>;
}

/** Everything but the tensors is held at once; a list of a million names is far below. */
const MOST_PICKLE_BYTES = 2 ** 28;

/** The first bytes of every zip archive, and those of a file of torch before 1.6: a pickle of protocol 2 that begins with an integer. */
const [ZIP_START, LEGACY_START] = ['PK\x03\x04', '\x80\x02\x8a\x0a'];

/**
 * Opens a checkpoint that `torch.save` of PyTorch 1.6 or newer wrote (.pth, .pt, .bin). Its pickle is run by a machine that builds tensors, plain
 * values and containers and does nothing else: whatever it would call besides is an error that names it.
 *
 * @throws FileFormatError for a file that is none, was cut off or compressed, of the format before 1.6, or whose pickle calls anything else;
 * what the file system throws
 * @example
 * import { openPytorchCheckpoint, CheckpointTensor } from '@disalign/core/node';
 * async function shapesOf(path: string) {
 *   const { value } = await openPytorchCheckpoint(path);
 *   if (!(value instanceof Map)) throw new TypeError('a state_dict is a map');
 *   return [...value].map(([name, tensor]) => [name, tensor instanceof CheckpointTensor ? tensor.shape : tensor]);
 * }
 */
export async function openPytorchCheckpoint(path: string): Promise<PytorchCheckpoint> {
  const place: ZipPlace = { file: path, kind: 'PyTorch' };
  await checkStart(path);
  const entries = await listEntries(place);
  const root = rootOf(entries, path);
  const pickle = await readEntry(entries, `${root}data.pkl`, place, { most: MOST_PICKLE_BYTES });
  await checkByteOrder(entries, root, place);
  const value = plainValue(unpickle(pickle, { file: path, globals: checkpointGlobals, persistent: storageOf }), path);
  return {
    path,
    value,
    async readTensor(tensor) {
      const { dtype, key, length } = tensor.storage;
      const bytes = length * bytesPerElement(dtype);
      const content = await readEntry(entries, `${root}data/${key}`, place, { least: bytes, most: Infinity });
      return gatherElements(tensor, tensorFromBytes(dtype, [length], content.subarray(0, bytes)));
    },
  };
}

/** Where the bytes of an entry lie. */
interface StoredEntry {
  readonly offset: number;
  readonly size: number;
  readonly checksum: number;
  readonly state: Parameters<typeof readPlace>[0]['state'];
  readonly zip: ZipEntry;
}

async function checkStart(path: string): Promise<void> {
  const start = await withFile(path, async (handle) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1', 0, bytesRead);
  });
  if (start === ZIP_START) return;
  const expected = 'a zip archive, as torch.save of PyTorch 1.6 or newer writes it';
  const got =
    start === LEGACY_START ? 'one of the format before 1.6: load it in PyTorch, and save it again' : 'another';
  throw new FileFormatError({ file: path, field: 'file', expected, got });
}

async function listEntries(place: ZipPlace): Promise<ReadonlyMap<string, StoredEntry>> {
  const entries = new Map<string, StoredEntry>();
  const state = await withFile(place.file, async (_, now) => now);
  await walkZipArchive(
    () => openZipFile(place.file),
    place,
    async (zip) => {
      const { entry, archive } = zip;
      if (entry.compressionMethod !== 0) throw zipEntryError(entry, place, 'stored, as torch.save does', 'compressed');
      const { fileDataStart } = await archive.readLocalFileHeaderPromise(entry, { minimal: true });
      const { uncompressedSize: size, crc32: checksum } = entry;
      entries.set(entry.fileName, { offset: fileDataStart, size, checksum, state, zip });
    },
  );
  return entries;
}

/** The folder of the archive that holds everything, `archive/` as a rule. */
function rootOf(entries: ReadonlyMap<string, StoredEntry>, file: string): string {
  const pickles = [...entries.keys()].filter((name) => /^[^/]*\/data\.pkl$/.test(name));
  if (pickles.length === 1) return pickles[0].slice(0, -'data.pkl'.length);
  const expected = 'one with a data.pkl in a folder';
  throw new FileFormatError({ file, field: 'PyTorch archive', expected, got: `${pickles.length} of them` });
}

async function readEntry(
  entries: ReadonlyMap<string, StoredEntry>,
  name: string,
  place: ZipPlace,
  { least = 0, most }: { readonly least?: number; readonly most: number },
): Promise<Uint8Array> {
  const stored = entries.get(name);
  if (stored === undefined) {
    throw new FileFormatError({ file: place.file, field: `PyTorch entry ${name}`, expected: 'there', got: 'none' });
  }
  const { size, checksum, zip, ...where } = stored;
  if (size < least) throw zipEntryError(zip.entry, place, `at least ${least} bytes`, `${size}`);
  if (size > most) throw zipEntryError(zip.entry, place, `at most ${most} bytes`, `${size}`);
  const bytes = await readPlace({ path: place.file, ...where }, size);
  const found = crc32(bytes);
  if (found !== checksum) throw zipEntryError(zip.entry, place, `of checksum ${checksum}`, `${found}`);
  return bytes;
}

/** Newer versions of PyTorch say in which order bytes stand. */
async function checkByteOrder(entries: ReadonlyMap<string, StoredEntry>, root: string, place: ZipPlace): Promise<void> {
  const stored = entries.get(`${root}byteorder`);
  if (stored === undefined) return;
  const order = new TextDecoder().decode(await readEntry(entries, `${root}byteorder`, place, { most: 16 }));
  if (order !== 'little') throw zipEntryError(stored.zip.entry, place, 'little', JSON.stringify(order));
}

function plainValue(value: unknown, file: string): CheckpointValue {
  try {
    return checkPlain(value);
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : 'others';
    throw new FileFormatError({ file, field: 'pickle', expected: 'tensors and containers alone', got }, { cause });
  }
}
