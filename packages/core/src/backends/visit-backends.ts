import * as tf from '@tensorflow/tfjs';
import { backendNames, type BackendName } from './backend-name.js';
import type { StartBackendOptions } from './backend-starter.js';
import { inSilence } from './in-silence.js';
import { oneAtATime } from './one-at-a-time.js';
import { reasonOf } from './reason-of.js';
import { startOne } from './start-one.js';

/** A backend that starts, with what was found on it, or the reason why it does not. */
export type VisitedBackend<T> =
  | { readonly name: BackendName; readonly starts: true; readonly device: string; readonly found: T }
  | { readonly name: BackendName; readonly starts: false; readonly reason: string };

/**
 * Starts every backend once, in the order of `auto`, and runs `visit` while it is the active one; one on which `visit` rejects
 * counts as not starting. Afterwards the same backend is active as before, or none, and those that did not run before are stopped.
 */
export function visitBackends<T>(options: StartBackendOptions, visit: () => Promise<T>): Promise<VisitedBackend<T>[]> {
  return oneAtATime(() => inSilence(() => visitEach(options, visit)));
}

async function visitEach<T>(options: StartBackendOptions, visit: () => Promise<T>): Promise<VisitedBackend<T>[]> {
  const active = tf.getBackend();
  const visited: VisitedBackend<T>[] = [];
  for (const name of backendNames) visited.push(await visitOne(name, options, visit));
  if (active) await tf.setBackend(active);
  return visited;
}

async function visitOne<T>(
  name: BackendName,
  options: StartBackendOptions,
  visit: () => Promise<T>,
): Promise<VisitedBackend<T>> {
  const before = new Set(Object.keys(tf.engine().registry));
  try {
    const { device, stop } = await startOne(name, options);
    const tfName = tf.getBackend();
    try {
      return { name, starts: true, device, found: await visit() };
    } finally {
      if (!before.has(tfName)) await stop();
    }
  } catch (error) {
    return { name, starts: false, reason: reasonOf(error) };
  }
}
