import { tensorToFloat32 } from '@disalign/core';
import type { Tensor } from 'onnxruntime-node';
import type { ClassAxis } from '../classifier/linear-operation.js';

/** Numbers that a model gave. */
export interface OutputValues {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** An output as float32. @throws TypeError where it is none of numbers */
export function outputValues(name: string, { type, data, dims: shape }: Tensor): OutputValues {
  if (data instanceof Float32Array) return { shape, data };
  if (type === 'float16' && ArrayBuffer.isView(data)) {
    const halves = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    return { shape, data: tensorToFloat32({ dtype: 'F16', shape, data: halves }) };
  }
  if (data instanceof Float64Array || data instanceof Int32Array || data instanceof Uint8Array) {
    return { shape, data: Float32Array.from(data) };
  }
  if (data instanceof BigInt64Array) return { shape, data: Float32Array.from(data, Number) };
  throw new TypeError(`output ${name} must be numbers, got ${type}`);
}

/**
 * Features or logits of every place of every image, one row after the other.
 *
 * @returns [rows, C], C the size of the axis of classes or features
 */
export function rowsOfOutput({ shape, data }: OutputValues, classAxis: ClassAxis): Float32Array {
  if (classAxis === 'last') return data;
  const [images, channels, ...sides] = shape;
  const places = sides.reduce((product, length) => product * length, 1);
  if (places === 1) return data;
  const rows = new Float32Array(data.length);
  for (let image = 0; image < images; image++) {
    const first = image * channels * places;
    for (let channel = 0; channel < channels; channel++) {
      const plane = first + channel * places;
      for (let place = 0; place < places; place++) rows[first + place * channels + channel] = data[plane + place];
    }
  }
  return rows;
}
