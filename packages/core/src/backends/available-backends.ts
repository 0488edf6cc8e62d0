import type { BackendName } from './backend-name.js';
import type { StartBackendOptions } from './backend-starter.js';
import { visitBackends } from './visit-backends.js';

/** Whether a backend starts here: on which device, or why not. */
export type BackendAvailability =
  | { readonly name: BackendName; readonly starts: true; readonly device: string }
  | { readonly name: BackendName; readonly starts: false; readonly reason: string };

/**
 * Starts every backend once, in the order of `auto`, and says which do. Afterwards the same backend is active as before, or
 * none, and those that did not run before are stopped.
 *
 * @example
 * import { availableBackends } from '@disalign/core';
 *
 * for (const backend of await availableBackends()) console.log(backend.name, backend.starts);
 */
export async function availableBackends(options: StartBackendOptions = {}): Promise<BackendAvailability[]> {
  const visited = await visitBackends(options, async () => undefined);
  return visited.map((backend) =>
    backend.starts ? { name: backend.name, starts: true, device: backend.device } : backend,
  );
}
