import { fillFloats } from '../files/fill-floats.js';
import { float32ToBfloat16 } from '../files/float32-to-bfloat16.js';
import { float32ToFloat16 } from '../files/float32-to-float16.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import type { FeatureBatch } from './feature-source.js';
import { findNonFinite } from './find-non-finite.js';
import { mapLabels } from './map-labels.js';

// N rows of a shard, D features, K classes.

/** How features are stored. F16 and BF16 round to nearest. */
export type FeatureDtype = 'F32' | 'F16' | 'BF16';

export interface ShardSettings {
  readonly featureSize: number;
  readonly classes: number;
  readonly views: number;
  readonly featureDtype: FeatureDtype;
  /** Row of the whole set with which the shard begins, for the error text. */
  readonly firstRow: number;
}

/**
 * The tensors of one shard: pieces joined, checked, and brought into the dtypes of the file.
 *
 * @param pieces batches in their order, each as a list of its views
 * @throws RangeError for numbers that are not finite in the dtype they are stored in, and labels that are not below K
 */
export function featureShardTensors(
  pieces: readonly (readonly FeatureBatch[])[],
  { featureSize, classes, views, featureDtype, firstRow }: ShardSettings,
): Record<string, StoredTensor> {
  const rows = pieces.reduce((sum, [first]) => sum + first.rows, 0);
  const tensors: Record<string, StoredTensor> = {};
  for (let view = 0; view < views; view++) {
    const ending = view === 0 ? '' : `.${view}`;
    const features = joinFloats(pieces.map((piece) => piece[view].features));
    const logits = joinFloats(pieces.map((piece) => piece[view].logits));
    tensors[`features${ending}`] = encodeFloats(features, [rows, featureSize], featureDtype);
    tensors[`logits${ending}`] = encodeFloats(logits, [rows, classes], 'F32');
  }
  for (const [name, tensor] of Object.entries(tensors)) refuseNonFinite(name, tensor, firstRow);

  const given = pieces.flatMap(([first]) => Array.from(first.labels, (label) => (label < 0 ? -1 : label)));
  const labels = mapLabels(given, {
    classes,
    ignored: [-1],
    fail: (row, expected, got) =>
      new RangeError(`writeFeatureShards: label of row ${firstRow + row} must be ${expected}, got ${got}`),
  });
  return { ...tensors, labels: { dtype: 'I32', shape: [rows], data: labels } };
}

function encodeFloats(values: Float32Array, shape: readonly number[], dtype: FeatureDtype): StoredTensor {
  if (dtype === 'F32') return { dtype, shape, data: values };
  const encode = dtype === 'F16' ? float32ToFloat16 : float32ToBfloat16;
  const data = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = encode(values[i]);
  return { dtype, shape, data };
}

/** What fits in float32 may overflow in 16 bits: it is the stored number that has to be finite. */
function refuseNonFinite(name: string, tensor: StoredTensor, firstRow: number): void {
  const [rows, columns] = tensor.shape;
  const values = tensor.dtype === 'F32' ? tensor.data : fillFloats(tensor, new Float32Array(rows * columns));
  const broken = findNonFinite(values, columns);
  if (broken === undefined) return;
  const got = values[broken.row * columns + broken.column];
  throw new RangeError(
    `writeFeatureShards: ${name} must be finite as ${tensor.dtype}, got ${got} in row ${firstRow + broken.row}, column ${broken.column}`,
  );
}

function joinFloats(pieces: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
