import { FileFormatError, tensorToFloat32 } from '@disalign/core';
import { openSafetensors, type SafetensorsFile } from '@disalign/core/node';
import fastGlob from 'fast-glob';
import { join } from 'node:path';
import type { SegmentationSplit } from '../data/segmentation-data-set.js';
import type { PixelMap } from '../inference/pixel-map.js';
import type { ImageSize } from '../labels/label-map.js';
import type { FeatureMapSplit } from './feature-maps.js';

/**
 * Opens a folder of maps that a network gave: `<name>.safetensors` for each image of a split, as `saveFeatureMaps` writes them or any
 * script does, with `features` [h, w, D] and `logits` [h, w, K], F16 or F32. A map is read when it is asked for.
 *
 * @param split whose annotations the maps belong to, in its order
 * @throws FileFormatError naming the first image without maps; from `read`, naming file and tensor where one is missing or of another
 *   shape or kind
 * @example
 * import { openFeatureMaps, saveFeatureMaps, type SegmentationSplit } from '@disalign/segmentation';
 * const map = { height: 1, width: 2, channels: 2, data: Float32Array.of(2, -1, 0, 3) };
 * await saveFeatureMaps('a.safetensors', { features: map, logits: map });
 * const labels = { height: 4, width: 8, labels: new Uint8Array(32) };
 * const split: Pick<SegmentationSplit, 'names' | 'readLabels'> = { names: ['a'], readLabels: async () => labels };
 * (await (await openFeatureMaps('.', split)).read(0)).logits.channels; // 2
 */
export async function openFeatureMaps(
  folder: string,
  { names, readLabels }: Pick<SegmentationSplit, 'names' | 'readLabels'>,
): Promise<FeatureMapSplit> {
  const present = new Set(await fastGlob('*.safetensors', { cwd: folder }));
  const pathOf = (name: string) => join(folder, `${name}.safetensors`);
  const missing = names.find((name) => !present.has(`${name}.safetensors`));
  if (missing !== undefined) {
    const expected = `the maps of ${missing}, one of ${names.length} images`;
    throw new FileFormatError({ file: pathOf(missing), field: 'file', expected, got: 'no such file' });
  }
  return {
    count: names.length,
    async read(row) {
      const file = await openSafetensors(pathOf(names[row]));
      const [features, logits, labels] = await Promise.all([
        readMap(file, 'features'),
        readMap(file, 'logits'),
        readLabels(row),
      ]);
      const inputSize = parseSize(file);
      return inputSize === undefined ? { features, logits, labels } : { features, logits, labels, inputSize };
    },
  };
}

async function readMap(file: SafetensorsFile, name: string): Promise<PixelMap> {
  const tensor = await file.readTensor(name);
  const { dtype, shape } = tensor;
  const fail = (expected: string, got: string) =>
    new FileFormatError({ file: file.path, field: `tensor ${name}`, expected, got });
  if (dtype !== 'F16' && dtype !== 'F32') throw fail('F16 or F32', dtype);
  if (shape.length !== 3) throw fail('[h, w, channels]', `[${shape}]`);
  const [height, width, channels] = shape;
  return { height, width, channels, data: tensorToFloat32(tensor) };
}

function parseSize({ path, metadata }: SafetensorsFile): ImageSize | undefined {
  const { inputSize } = metadata;
  if (inputSize === undefined) return undefined;
  const sides = /^(\d+) x (\d+)$/.exec(inputSize);
  if (sides === null) {
    const field = 'metadata inputSize';
    throw new FileFormatError({ file: path, field, expected: '"height x width"', got: JSON.stringify(inputSize) });
  }
  return { height: Number(sides[1]), width: Number(sides[2]) };
}
