import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../files/write-file-atomically.js';
import { encodeFitState } from './encode-fit-state.js';
import type { FitState } from './fit-state.js';
import { parseFitState } from './parse-fit-state.js';

/**
 * Writes where a fit stands, whole or not at all.
 *
 * @throws what the file system throws; the checkpoint before is then as it was
 * @example
 * ```ts
 * import { featuresInMemory, fitCalibration, type FitState } from '@disalign/core';
 * import { loadFitState, saveFitState } from '@disalign/core/node';
 * const rows = Array.from({ length: 30 }, (_, i) => [i % 5, 1]);
 * const train = featuresInMemory({ features: rows, logits: rows, labels: rows.map(([a]) => (a > 3 ? 1 : 0)) });
 * const settings = { rho: 1, validationFraction: 0 };
 * const save = (state: FitState) => saveFitState('fit.safetensors', state);
 * await fitCalibration({ train }, { settings, checkpoint: { everySteps: 1, save } });
 * await fitCalibration({ train }, { settings, resume: await loadFitState('fit.safetensors') });
 * ```
 */
export async function saveFitState(path: string, state: FitState): Promise<void> {
  await writeFileAtomically(path, encodeFitState(state));
}

/**
 * Reads where a fit stood; see {@link saveFitState}.
 *
 * @throws FileFormatError naming file and field; what the file system throws
 * @example
 * import { loadFitState } from '@disalign/core/node';
 * const state = await loadFitState('fit.safetensors').catch(() => undefined); // undefined: begin anew
 */
export async function loadFitState(path: string): Promise<FitState> {
  return parseFitState(await readFile(path), path);
}
