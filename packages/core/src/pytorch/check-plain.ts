import { CheckpointTensor, type CheckpointValue } from './checkpoint-value.js';
import { PickleGlobal } from './unpickle.js';

/**
 * Checks that a value of a pickle is tensors, plain values and containers through and through: what it names only to call is none.
 *
 * @throws RangeError naming what is else
 */
export function checkPlain(root: unknown): CheckpointValue {
  const seen = new Set<unknown>();
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (isLeaf(value) || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map) for (const [key, entry] of value) left.push(key, entry);
    else if (Array.isArray(value) || value instanceof Set) for (const entry of value) left.push(entry);
    else throw new RangeError(value instanceof PickleGlobal ? value.name : 'a storage');
  }
  return root as CheckpointValue;
}

function isLeaf(value: unknown): boolean {
  const isPlain = value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value);
  return isPlain || value instanceof Uint8Array || value instanceof CheckpointTensor;
}
