import { encodeSafetensors } from '../files/encode-safetensors.js';
import { float64Vector } from '../files/float64-vector.js';
import type { StoredTensor } from '../files/stored-tensor.js';
import type { FitState } from './fit-state.js';

export const FIT_STATE_FORMAT = { format: 'disalign-fit-state', version: '1' } as const;

/** Prefix of the optimiser's own vectors among the tensors. */
export const MEMORY_PREFIX = 'memory.';

/** The bytes of a checkpoint: vectors as F64 tensors, the rest as JSON, neither of which loses a bit. */
export function encodeFitState({ fingerprint, candidates, current }: FitState): Uint8Array {
  const { optimizer, best, ...rest } = current;
  const { parameters, memory, ...position } = optimizer;
  const tensors: Record<string, StoredTensor> = { parameters: float64Vector(parameters) };
  for (const [name, values] of Object.entries(memory)) tensors[`${MEMORY_PREFIX}${name}`] = float64Vector(values);
  if (best) tensors.best = float64Vector(best.parameters);
  const state = {
    candidates,
    ...rest,
    ...position,
    best: best && { score: best.score, epoch: best.epoch },
  };
  return encodeSafetensors(tensors, { ...FIT_STATE_FORMAT, fingerprint, state: JSON.stringify(state) });
}
