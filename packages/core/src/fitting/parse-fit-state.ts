import { z } from 'zod';
import { checkFileFormat } from '../files/check-file-format.js';
import { readFloat64Vector } from '../files/float64-vector.js';
import { parseJsonMetadata } from '../files/parse-json-metadata.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { FIT_STATE_FORMAT, MEMORY_PREFIX } from './encode-fit-state.js';
import type { FitState } from './fit-state.js';

const whole = z.int().nonnegative();

const stateSchema = z.object({
  candidates: z.array(z.object({ rho: z.number(), validationScore: z.number().nullable() })),
  attempt: whole,
  history: z.array(z.object({ loss: z.number(), meanConfidence: z.number(), validationScore: z.number().nullable() })),
  epoch: z.object({ loss: z.number(), confidence: z.number(), steps: whole }),
  step: whole,
  done: z.boolean(),
  best: z.object({ score: z.number(), epoch: whole }).nullable(),
});

/**
 * Reads the bytes of a checkpoint.
 *
 * @throws FileFormatError naming file and field
 */
export function parseFitState(bytes: Uint8Array, file: string): FitState {
  const content = parseSafetensors(bytes, file);
  const { metadata } = content;
  checkFileFormat(metadata, FIT_STATE_FORMAT, file);
  const { candidates, step, done, best, ...rest } = parseJsonMetadata({
    file,
    metadata,
    key: 'state',
    schema: stateSchema,
  });
  const read = (name: string, length?: number) => readFloat64Vector(content, { file, name, length });
  const parameters = read('parameters');
  const memory = [...content.tensors.keys()]
    .filter((name) => name.startsWith(MEMORY_PREFIX))
    .map((name) => [name.slice(MEMORY_PREFIX.length), read(name)] as const);
  return {
    fingerprint: metadata.fingerprint ?? '',
    candidates,
    current: {
      ...rest,
      optimizer: { step, done, parameters, memory: Object.fromEntries(memory) },
      best: best && { ...best, parameters: read('best', parameters.length) },
    },
  };
}
