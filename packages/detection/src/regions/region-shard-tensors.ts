import { float32ToFloat16, type NamedTensors, type StoredTensor } from '@disalign/core';
import { checkRegionImage, type RegionImage } from './region-image.js';

// M images of a shard, R regions in all of them.

/** Columns of the table of images: what is known of each besides its regions. */
export const imageColumns = ['id', 'regions', 'frame height', 'frame width', 'height', 'width'] as const;

/** How floats are stored; F16 rounds to nearest. Boxes, deltas and logits are always F32. */
export type RegionDtype = 'F32' | 'F16';

/**
 * The tensors of one shard, image after image: `images` I64 [M, 6], `features` and `logits` (`features.1`, … of the further heads of a
 * cascade), `labels` I32 (-1 where they are not known), `boxes`, and `deltas` and `mask_logits` where there are any.
 *
 * @throws RangeError if the images differ in what they have, or an image does not fit together
 */
export function regionShardTensors(images: readonly RegionImage[], dtype: RegionDtype): NamedTensors {
  for (const image of images) {
    checkRegionImage('writeRegionShards', image);
    checkAlike(images[0], image);
  }
  const rows = images.reduce((sum, { heads: [head] }) => sum + head.rows, 0);
  const floats = (parts: readonly ArrayLike<number>[], shape: readonly number[], as: RegionDtype = 'F32') =>
    encode(join(parts), [rows, ...shape], as);
  const columnsOf = (parts: readonly ArrayLike<number>[]) =>
    rows === 0 ? 0 : parts.reduce((sum, { length }) => sum + length, 0) / rows;
  const tensors: Record<string, StoredTensor> = { images: imageTable(images) };
  images[0].heads.forEach((_, head) => {
    const ending = head === 0 ? '' : `.${head}`;
    for (const name of ['features', 'logits'] as const) {
      const parts = images.map(({ heads }) => heads[head][name]);
      tensors[`${name}${ending}`] = floats(parts, [columnsOf(parts)], name === 'features' ? dtype : 'F32');
    }
  });
  tensors.labels = { dtype: 'I32', shape: [rows], data: Int32Array.from(images.flatMap(labelsOf)) };
  tensors.boxes = floats(
    images.map(({ boxes }) => boxes),
    [4],
  );
  const deltas = images.flatMap(({ deltas: ofOne }) => ofOne ?? []);
  if (deltas.length > 0) tensors.deltas = floats(deltas, [columnsOf(deltas)]);
  const masks = images.flatMap((image) => image.masks ?? []);
  if (masks.length > 0) {
    const [{ channels, side }] = masks;
    const parts = masks.map(({ logits }) => logits);
    tensors.mask_logits = floats(parts, [channels, side, side], dtype);
  }
  return tensors;
}

function imageTable(images: readonly RegionImage[]): StoredTensor {
  const rows = images.flatMap(({ id, heads, frame, size }) =>
    [id, heads[0].rows, frame.height, frame.width, size.height, size.width].map(BigInt),
  );
  return { dtype: 'I64', shape: [images.length, imageColumns.length], data: BigInt64Array.from(rows) };
}

function labelsOf({ labels, heads: [{ rows }] }: RegionImage): number[] {
  return labels ? Array.from(labels) : new Array<number>(rows).fill(-1);
}

function checkAlike(first: RegionImage, image: RegionImage): void {
  const partsOf = ({ heads, deltas, masks }: RegionImage) =>
    `${heads.length} heads, ${deltas ? '' : 'no '}deltas, ${masks ? `${masks.channels} x ${masks.side}` : 'no'} masks`;
  if (partsOf(image) === partsOf(first)) return;
  throw new RangeError(
    `writeRegionShards: image ${image.id} must have ${partsOf(first)}, as image ${first.id}, got ${partsOf(image)}`,
  );
}

function join(parts: readonly ArrayLike<number>[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function encode(values: Float32Array, shape: readonly number[], dtype: RegionDtype): StoredTensor {
  if (dtype === 'F32') return { dtype, shape, data: values };
  const data = new Uint16Array(values.length);
  values.forEach((value, at) => (data[at] = float32ToFloat16(value)));
  return { dtype, shape, data };
}
