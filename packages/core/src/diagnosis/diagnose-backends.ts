import type { BackendName } from '../backends/backend-name.js';
import type { StartBackendOptions } from '../backends/backend-starter.js';
import { reasonOf } from '../backends/reason-of.js';
import { visitBackends } from '../backends/visit-backends.js';
import type { BackendSpeed } from './backend-speed.js';
import { measureBackend } from './measure-backend.js';

/** A backend that starts here, on which device and how fast; or why it does not, and what to install. */
export type BackendDiagnosis =
  | { readonly name: BackendName; readonly starts: true; readonly device: string; readonly speed: BackendSpeed }
  | { readonly name: BackendName; readonly starts: false; readonly reason: string };

/** How backends start, and how long they are measured. */
export interface DiagnoseBackendsOptions extends StartBackendOptions {
  /** For all backends together, without their start. Default 3. */
  readonly seconds?: number;
}

const DEFAULT_SECONDS = 3;
/** How many the time is for: wasm, cpu, and a third at best, as node and node-gpu exclude each other. */
const BACKENDS_THAT_START = 3;

/**
 * Starts every backend once, in the order of `auto`, says on which device or why not, and measures loss and gradients of 512
 * rows of 2,048 features and 1,000 classes on it (32 rows where that is slow), compared with float64. Afterwards the same backend is active as before, or none, and those that did not run before are stopped.
 *
 * @throws RangeError unless `seconds` is a positive number
 * @example
 * import { diagnoseBackends, formatDiagnosis } from '@disalign/core';
 *
 * console.log(formatDiagnosis(await diagnoseBackends({ seconds: 1 })));
 */
export async function diagnoseBackends(options: DiagnoseBackendsOptions = {}): Promise<BackendDiagnosis[]> {
  const { seconds = DEFAULT_SECONDS, ...start } = options;
  if (!(seconds > 0 && seconds < Infinity)) {
    throw new RangeError(`diagnoseBackends: \`seconds\` must be a positive number, got ${seconds}`);
  }
  const visited = await visitBackends(start, () => measure(seconds / BACKENDS_THAT_START));
  return visited.map((backend) => {
    if (!backend.starts) return backend;
    const { name, device, found } = backend;
    return { name, starts: true, device, speed: found };
  });
}

async function measure(seconds: number): Promise<BackendSpeed> {
  try {
    return await measureBackend(seconds);
  } catch (error) {
    throw new Error(`starts, but cannot compute: ${reasonOf(error)}`, { cause: error });
  }
}
