import { FileFormatError, tensorToFloat32, type FeatureBatch, type FeatureSource } from '@disalign/core';
import { findShardFiles, openFeatureShards, openSafetensors, type TensorFile } from '@disalign/core/node';
import { checkRegionImage, type RegionImage, type RegionMasks, type RegionSplit } from './region-image.js';
import { checkWholeSet, parseRegionShardMetadata, type RegionShardMetadata } from './region-shard-metadata.js';
import { imageColumns } from './region-shard-tensors.js';

// M images of a shard, R regions in all of them, D features, K columns of logits, C = K - 1 classes, S x S cells of a mask.

/** A shard, and where the regions of each of its images stand. */
interface RegionShard {
  readonly file: TensorFile;
  readonly rows: FeatureSource;
  readonly metadata: RegionShardMetadata | undefined;
  readonly images: readonly (Pick<RegionImage, 'id' | 'frame' | 'size'> & {
    readonly start: number;
    readonly end: number;
  })[];
}

/**
 * Opens the regions of images that lie in safetensors files, with flat memory: only headers and the tables of images are kept.
 *
 * Tensors of a file, image after image:
 * - `images` integers [M, 6]: id, number of regions, height and width of what the network saw, height and width of the image;
 * - `features` [R, D], `logits` [R, K] and `labels` [R] as core's `openFeatureShards` takes them (which opens the same files for a fit):
 *   the column of the true class, -1 where it is not known. `features.1` and `logits.1` are those of a cascade's second head, and so on;
 * - `boxes` [R, 4] corners in pixels of what the network saw;
 * - `deltas` [R, 4] or [R, 4 C], where the boxes are still to be moved;
 * - `mask_logits` [R, 1 or C, S, S], where there is a mask head.
 *
 * @param patternOrPaths a glob pattern, in the natural order of the names, or paths
 * @throws RangeError when no file is there; FileFormatError, which names file and tensor: at once where a file is broken, does not fit
 *   together or is part of a set that is not complete, at a read for numbers that are not finite
 * @example
 * import { openRegionShards, writeRegionShards, type RegionSplit } from '@disalign/detection';
 * const size = { height: 4, width: 6 };
 * const heads = [{ rows: 1, features: Float32Array.of(1, 2), logits: Float32Array.of(3, 0) }];
 * const image = { id: 7, frame: size, size, heads, boxes: Float32Array.of(1, 1, 3, 3), deltas: null, masks: null, labels: null };
 * const images: RegionSplit = { count: 1, read: async () => image };
 * await writeRegionShards('dump', images);
 * const dumped = await openRegionShards('dump/*.safetensors');
 * (await dumped.read(0)).boxes; // Float32Array [1, 1, 3, 3]
 */
export async function openRegionShards(patternOrPaths: string | readonly string[]): Promise<RegionSplit> {
  const shards: RegionShard[] = [];
  for (const path of await findShardFiles(patternOrPaths, 'openRegionShards')) shards.push(await openShard(path));
  checkWholeSet(shards.map(({ file, metadata }) => ({ file: file.path, metadata })));
  const places = shards.flatMap((shard) => shard.images.map((_, index) => ({ shard, index })));
  return {
    count: places.length,
    async read(index) {
      if (!(index in places)) {
        throw new RangeError(`read: \`index\` must be an integer in 0..${places.length - 1}, got ${index}`);
      }
      return readImage(places[index].shard, places[index].index);
    },
  };
}

async function openShard(path: string): Promise<RegionShard> {
  const file = await openSafetensors(path);
  const rows = await openFeatureShards([path]);
  const count = rows.rows;
  const classes = rows.classes - 1;
  checkShape(file, 'boxes', [[count, 4]]);
  if (file.entries.has('deltas'))
    checkShape(file, 'deltas', [
      [count, 4],
      [count, 4 * classes],
    ]);
  if (file.entries.has('mask_logits')) {
    const side = file.entries.get('mask_logits')?.shape.at(-1) ?? 0;
    checkShape(file, 'mask_logits', [
      [count, 1, side, side],
      [count, classes, side, side],
    ]);
  }
  const images = await readTable(file, count);
  return { file, rows, metadata: parseRegionShardMetadata(file.metadata, path), images };
}

function checkShape(file: TensorFile, name: string, shapes: readonly (readonly number[])[]): void {
  const got = file.entries.get(name)?.shape;
  if (got && shapes.some((shape) => shape.join() === got.join())) return;
  const expected = `of shape ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' or ')}`;
  throw new FileFormatError({
    file: file.path,
    field: `tensor ${name}`,
    expected,
    got: got ? `[${got.join(', ')}]` : 'none',
  });
}

async function readTable(file: TensorFile, rows: number): Promise<RegionShard['images']> {
  const count = file.entries.get('images')?.shape[0] ?? 0;
  checkShape(file, 'images', [[count, imageColumns.length]]);
  const { dtype, data } = await file.readTensor('images');
  const fail = (field: string, expected: string, got: string) =>
    new FileFormatError({ file: file.path, field: `tensor images${field}`, expected, got });
  if (dtype !== 'I64' && dtype !== 'I32') throw fail('', 'of dtype I64 or I32', dtype);
  const values = Array.from<number | bigint, number>(data, Number);
  const bad = values.findIndex((value) => !Number.isSafeInteger(value) || value < 0);
  if (bad >= 0) {
    const column = imageColumns[bad % imageColumns.length];
    throw fail(`, row ${Math.floor(bad / imageColumns.length)}, ${column}`, 'a whole number', `${values[bad]}`);
  }
  let end = 0;
  const images = Array.from({ length: count }, (_, image) => {
    const [id, regions, ...sides] = values.slice(image * imageColumns.length, (image + 1) * imageColumns.length);
    const start = end;
    end += regions;
    return {
      id,
      frame: { height: sides[0], width: sides[1] },
      size: { height: sides[2], width: sides[3] },
      start,
      end,
    };
  });
  if (end !== rows) throw fail(', regions', `${rows} in all, as many as features`, `${end}`);
  return images;
}

async function readImage({ file, rows, images }: RegionShard, index: number): Promise<RegionImage> {
  const { start, end, ...facts } = images[index];
  const heads: FeatureBatch[] = [];
  for (let view = 0; view < rows.views; view++) heads.push(await rows.read({ start, end }, view));
  const [{ labels }] = heads;
  const readFloats = async (name: string) => {
    if (!file.entries.has(name)) return null;
    const values = tensorToFloat32(await file.readRows(name, { start, end }));
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return values;
    const row = start + Math.floor((bad * (end - start)) / values.length);
    throw new FileFormatError({
      file: file.path,
      field: `tensor ${name}, row ${row}`,
      expected: 'finite as float32',
      got: `${values[bad]}`,
    });
  };
  const boxes = (await readFloats('boxes')) ?? new Float32Array(0);
  const image = {
    ...facts,
    heads,
    boxes,
    deltas: await readFloats('deltas'),
    masks: masksOf(file, await readFloats('mask_logits')),
    labels,
  };
  checkRegionImage('openRegionShards', image);
  return image;
}

function masksOf(file: TensorFile, logits: Float32Array | null): RegionMasks | null {
  const [, channels, side] = file.entries.get('mask_logits')?.shape ?? [];
  return logits && { logits, channels, side };
}
