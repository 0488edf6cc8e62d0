import { FileFormatError } from '../files/file-format-error.js';
import type { FilePlace } from '../files/file-place.js';
import { openNpz } from '../files/open-npz.js';
import { openSafetensors } from '../files/open-safetensors.js';
import type { TensorDtype } from '../files/stored-tensor.js';
import type { TensorFile } from '../files/tensor-file.js';
import { tensorToFloat32 } from '../files/tensor-to-float32.js';
import { linearLogitsOnHost, type LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { parseShardMetadata, type FeatureShardMetadata } from './feature-shard-metadata.js';
import type { RowRange, RowsInFiles } from './feature-source.js';
import { findNonFinite } from './find-non-finite.js';

// N rows of a shard, D features, K classes.

/** A shard whose header is checked; K is undefined where it has no logits. */
export interface FeatureShard {
  readonly file: TensorFile;
  readonly rows: number;
  readonly featureSize: number;
  readonly classes: number | undefined;
  readonly views: number;
  readonly metadata: FeatureShardMetadata | undefined;
}

const floats: readonly TensorDtype[] = ['F64', 'F32', 'F16', 'BF16'];
const integers: readonly TensorDtype[] = ['I64', 'I32', 'I16', 'I8', 'U8'];

/** Name of a tensor in a view: `features`, `features.1`, … */
function nameInView(name: string, view: number): string {
  return view === 0 ? name : `${name}.${view}`;
}

/**
 * Opens a shard, npz by that ending and safetensors by any other, and checks what its header says: tensors, dtypes and shapes.
 * @throws FileFormatError that names file and tensor
 */
export async function openFeatureShard(path: string): Promise<FeatureShard> {
  const file = path.endsWith('.npz') ? await openNpz(path) : await openSafetensors(path);
  const [rows] = shapeOf(file, 'labels', integers, [undefined]);
  const [, featureSize] = shapeOf(file, 'features', floats, [rows, undefined]);
  const classes = file.entries.has('logits') ? shapeOf(file, 'logits', floats, [rows, undefined])[1] : undefined;
  let views = 1;
  for (; file.entries.has(`features.${views}`); views++) {
    shapeOf(file, `features.${views}`, floats, [rows, featureSize]);
    if (classes !== undefined) shapeOf(file, `logits.${views}`, floats, [rows, classes]);
  }
  refuseLooseViews(file, views, classes !== undefined);
  return { file, rows, featureSize, classes, views, metadata: parseShardMetadata(file.metadata, path) };
}

/** Shape of a tensor that must be there, of one of the dtypes, with the given dimensions (undefined: any). */
export function shapeOf(
  file: TensorFile,
  name: string,
  dtypes: readonly TensorDtype[],
  shape: readonly (number | undefined)[],
): readonly number[] {
  const fail = (expected: string, got: string) =>
    new FileFormatError({ file: file.path, field: `tensor ${name}`, expected, got });
  const entry = file.entries.get(name);
  if (entry === undefined) throw fail('there', 'none');
  if (!dtypes.includes(entry.dtype)) throw fail(`of dtype ${dtypes.join(', ')}`, entry.dtype);
  const fits =
    entry.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === entry.shape[axis]);
  if (!fits) throw fail(`of shape [${shape.map((size) => size ?? '*').join(', ')}]`, `[${entry.shape.join(', ')}]`);
  return entry.shape;
}

/** A view that does not follow the one before it would be left out unseen. */
function refuseLooseViews(file: TensorFile, views: number, hasLogits: boolean): void {
  for (const name of file.entries.keys()) {
    const match = /^(features|logits)\.(.*)$/.exec(name);
    if (match === null) continue;
    const isKnown = /^[1-9]\d*$/.test(match[2]) && Number(match[2]) < views && (match[1] === 'features' || hasLogits);
    if (isKnown) continue;
    const expected = `a view numbered without gaps, with features${hasLogits ? ' and' : ' but no'} logits`;
    throw new FileFormatError({ file: file.path, field: `tensor ${name}`, expected, got: `one beside ${views} views` });
  }
}

/** Features of rows of a shard, float32 [rows, D]. @throws FileFormatError at the first number that is not finite */
export async function readShardFeatures(shard: FeatureShard, range: RowRange, view: number): Promise<Float32Array> {
  return readFinite(shard, nameInView('features', view), range, shard.featureSize);
}

/**
 * Logits of rows of a shard, float32 [rows, K]; undefined where it has none.
 * @throws FileFormatError at the first number that is not finite
 */
export async function readShardLogits(
  shard: FeatureShard,
  range: RowRange,
  view: number,
): Promise<Float32Array | undefined> {
  if (shard.classes === undefined) return undefined;
  return readFinite(shard, nameInView('logits', view), range, shard.classes);
}

/**
 * Logits that a head gives for rows of a shard without any, float32 [rows, K].
 * @throws FileFormatError when there is no head, and at the first number that is not finite
 */
export function headLogits(
  shard: FeatureShard,
  range: RowRange,
  { features, head }: { features: Float32Array; head: LinearHeadArrays | undefined },
): Float32Array {
  if (head === undefined) {
    const expected = 'there, or a head given';
    throw new FileFormatError({ file: shard.file.path, field: 'tensor logits', expected, got: 'neither' });
  }
  const logits = linearLogitsOnHost(features, head);
  refuseNonFinite(logits, { shard, name: 'logits (of the head)', range, columns: head.classes });
  return logits;
}

/** Where rows of a shard lie in its file, if they lie there in float32 and with logits. */
export function locateShardRows(
  { file, classes, featureSize }: FeatureShard,
  { start, end }: RowRange,
  view: number,
): RowsInFiles | null {
  const place = (name: string, columns: number): FilePlace | null => {
    if (file.entries.get(name)?.dtype !== 'F32') return null;
    const first = file.locate(name);
    return first && { ...first, offset: first.offset + 4 * start * columns };
  };
  if (classes === undefined) return null;
  const [features, logits] = [
    place(nameInView('features', view), featureSize),
    place(nameInView('logits', view), classes),
  ];
  return features && logits && { rows: end - start, features, logits };
}

async function readFinite(shard: FeatureShard, name: string, range: RowRange, columns: number): Promise<Float32Array> {
  const values = tensorToFloat32(await shard.file.readRows(name, range));
  refuseNonFinite(values, { shard, name, range, columns });
  return values;
}

function refuseNonFinite(
  values: Float32Array,
  { shard, name, range, columns }: { shard: FeatureShard; name: string; range: RowRange; columns: number },
): void {
  const broken = findNonFinite(values, columns);
  if (broken === undefined) return;
  throw new FileFormatError({
    file: shard.file.path,
    field: `tensor ${name}, row ${range.start + broken.row}, column ${broken.column}`,
    expected: 'finite as float32',
    got: `${values[broken.row * columns + broken.column]}`,
  });
}
