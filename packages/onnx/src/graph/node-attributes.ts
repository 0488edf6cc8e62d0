import type { AttributeProto, NodeProto } from 'onnx-buf';

/** An attribute of a node, undefined where it has none of that name. */
export function attributeOf({ attribute }: NodeProto, name: string): AttributeProto | undefined {
  return attribute.find((candidate) => candidate.name === name);
}

/** A whole number among the attributes of a node. */
export function integerAttribute(node: NodeProto, name: string, byDefault: number): number {
  const attribute = attributeOf(node, name);
  return attribute === undefined ? byDefault : Number(attribute.i);
}

/** Whole numbers among the attributes of a node; undefined where they are left out. */
export function integersAttribute(node: NodeProto, name: string): number[] | undefined {
  return attributeOf(node, name)?.ints.map(Number);
}
