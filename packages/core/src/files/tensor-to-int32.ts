import { FileFormatError } from './file-format-error.js';
import type { StoredTensor } from './stored-tensor.js';

/**
 * Elements of an integer tensor, such as labels, as int32. An I32 tensor gives its own array, any other a new one.
 *
 * @param where file and field for the error text, and the index of the first element where the tensor is part of a larger one
 * @throws FileFormatError for dtypes that are not integers, and for I64 values outside int32 (names the first)
 */
export function tensorToInt32(
  tensor: StoredTensor,
  { file, field, first = 0 }: { file: string; field: string; first?: number },
): Int32Array {
  const { dtype, data } = tensor;
  switch (dtype) {
    case 'I32':
      return data;
    case 'I16':
    case 'I8':
    case 'U8':
      return Int32Array.from(data);
    case 'I64': {
      const integers = new Int32Array(data.length);
      for (let i = 0; i < data.length; i++) {
        integers[i] = Number(data[i]);
        if (BigInt(integers[i]) !== data[i]) {
          throw new FileFormatError({
            file,
            field: `${field}[${first + i}]`,
            expected: 'an integer within int32',
            got: `${data[i]}`,
          });
        }
      }
      return integers;
    }
    default:
      throw new FileFormatError({ file, field, expected: 'of dtype I64, I32, I16, I8 or U8', got: dtype });
  }
}
