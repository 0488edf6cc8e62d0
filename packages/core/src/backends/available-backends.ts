import * as tf from '@tensorflow/tfjs';
import { backendNames, type BackendName } from './backend-name.js';
import type { StartBackendOptions } from './backend-starter.js';
import { inSilence } from './in-silence.js';
import { oneAtATime } from './one-at-a-time.js';
import { reasonOf } from './reason-of.js';
import { startOne } from './start-one.js';

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
export function availableBackends(options: StartBackendOptions = {}): Promise<BackendAvailability[]> {
  return oneAtATime(() => inSilence(() => tryEach(options)));
}

async function tryEach(options: StartBackendOptions): Promise<BackendAvailability[]> {
  const active = tf.getBackend();
  const result: BackendAvailability[] = [];
  for (const name of backendNames) result.push(await tryOne(name, options));
  if (active) await tf.setBackend(active);
  return result;
}

async function tryOne(name: BackendName, options: StartBackendOptions): Promise<BackendAvailability> {
  const before = new Set(Object.keys(tf.engine().registry));
  try {
    const { device, stop } = await startOne(name, options);
    if (!before.has(tf.getBackend())) await stop();
    return { name, starts: true, device };
  } catch (error) {
    return { name, starts: false, reason: reasonOf(error) };
  }
}
