import type { StoredTensor } from './stored-tensor.js';

/** Tensors by name. */
export type NamedTensors = ReadonlyMap<string, StoredTensor> | Readonly<Record<string, StoredTensor>>;

/** Names and tensors in the order of the map or object. */
export function namedTensorEntries(tensors: NamedTensors): [string, StoredTensor][] {
  return isMap(tensors) ? [...tensors] : Object.entries(tensors);
}

function isMap(tensors: NamedTensors): tensors is ReadonlyMap<string, StoredTensor> {
  return tensors instanceof Map;
}
