import { TensorProto_DataType } from 'onnx-buf';

const numbers: Readonly<Record<string, TensorProto_DataType | undefined>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  bfloat16: TensorProto_DataType.BFLOAT16,
  float64: TensorProto_DataType.DOUBLE,
};
const names = new Map(Object.entries(numbers).map(([name, number]) => [number as number, name]));

/** The name of a floating `TensorProto.DataType`; `unknown` for anything else. */
export function elementTypeName(type: number | null): string {
  return names.get(type ?? 0) ?? 'unknown';
}

/** The `TensorProto.DataType` of a name; undefined for `unknown`. */
export function elementTypeNumber(name: string): TensorProto_DataType | undefined {
  return numbers[name];
}
