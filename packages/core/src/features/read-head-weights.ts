import { FileFormatError } from '../files/file-format-error.js';
import { openSafetensors } from '../files/open-safetensors.js';
import type { TensorFile } from '../files/tensor-file.js';
import { tensorToFloat32 } from '../files/tensor-to-float32.js';
import type { LinearHeadArrays } from '../heads/linear-logits-on-host.js';
import { shapeOf } from './feature-shard.js';
import { findNonFinite } from './find-non-finite.js';

const floats = ['F64', 'F32', 'F16', 'BF16'] as const;

/**
 * Reads a linear head from a safetensors file: `head.weight` [K, D] and, where there is one, `head.bias` [K], of any float dtype.
 *
 * @throws FileFormatError when there is no weight, shapes do not fit or a number is not finite
 *
 * @example
 * ```ts
 * import { readHeadWeights, writeSafetensors } from '@disalign/core/node';
 * const weight = { dtype: 'F32', shape: [2, 1], data: Float32Array.of(1, -1) } as const;
 * await writeSafetensors('head.safetensors', { 'head.weight': weight });
 * const { classes } = await readHeadWeights('head.safetensors');
 * ```
 */
export async function readHeadWeights(path: string): Promise<LinearHeadArrays> {
  return headOf(await openSafetensors(path));
}

/** The head that lies in an opened file. */
export async function headOf(file: TensorFile): Promise<LinearHeadArrays> {
  const [classes, featureSize] = shapeOf(file, 'head.weight', floats, [undefined, undefined]);
  if (classes === 0 || featureSize === 0) {
    const got = `[${classes}, ${featureSize}]`;
    throw new FileFormatError({ file: file.path, field: 'tensor head.weight', expected: 'of a shape without 0', got });
  }
  const weight = await readFinite(file, 'head.weight', featureSize);
  if (!file.entries.has('head.bias')) return { classes, featureSize, weight, bias: null };
  shapeOf(file, 'head.bias', floats, [classes]);
  return { classes, featureSize, weight, bias: await readFinite(file, 'head.bias', 1) };
}

async function readFinite(file: TensorFile, name: string, columns: number): Promise<Float32Array> {
  const values = tensorToFloat32(await file.readTensor(name));
  const broken = findNonFinite(values, columns);
  if (broken === undefined) return values;
  throw new FileFormatError({
    file: file.path,
    field: `tensor ${name}, row ${broken.row}, column ${broken.column}`,
    expected: 'finite as float32',
    got: `${values[broken.row * columns + broken.column]}`,
  });
}
