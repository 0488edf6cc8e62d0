/** Element kinds that our file formats share. F16 and BF16 are held as their 16 bits: JavaScript has no number type of that size. */
export const tensorDtypes = ['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'I16', 'I8', 'U8', 'BOOL'] as const;

/** An element type of a stored tensor, named as in safetensors. */
export type TensorDtype = (typeof tensorDtypes)[number];

/** The array that holds the elements of each dtype. */
export interface TensorArrays {
  F64: Float64Array;
  F32: Float32Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I64: BigInt64Array;
  I32: Int32Array;
  I16: Int16Array;
  I8: Int8Array;
  U8: Uint8Array;
  /** 0 or 1. */
  BOOL: Uint8Array;
}

/** A tensor of one dtype, as a file holds it. */
export interface StoredTensorOf<Dtype extends TensorDtype> {
  readonly dtype: Dtype;
  /** Row-major. A scalar has the shape []; dimensions may be 0. */
  readonly shape: readonly number[];
  /** As many elements as the product of `shape`. */
  readonly data: TensorArrays[Dtype];
}

/** A host tensor as it stands in a file; its `dtype` says which array `data` is. */
export type StoredTensor = { [Dtype in TensorDtype]: StoredTensorOf<Dtype> }[TensorDtype];
