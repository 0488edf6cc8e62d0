import { backendNames, type BackendName } from './backend-name.js';
import type { StartBackendOptions } from './backend-starter.js';
import { inSilence } from './in-silence.js';
import { oneAtATime } from './one-at-a-time.js';
import { reasonOf } from './reason-of.js';
import { startOne } from './start-one.js';

/** A backend that was tried and does not start here. */
export interface UnavailableBackend {
  readonly name: BackendName;
  /** What is missing; for a package the command that installs it. */
  readonly reason: string;
}

/** A backend that runs, and why others do not. */
export interface StartedBackend {
  /** The backend that runs, and is TensorFlow.js' active one. */
  readonly name: BackendName;
  /** What computes, for people to read. */
  readonly device: string;
  /** The backends that `auto` tried before it. */
  readonly unavailable: readonly UnavailableBackend[];
  /** Frees the backend and every tensor on it; it can be started again. No process needs it to end. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a TensorFlow.js backend and makes it the active one. Nothing starts before: importing the package loads no backend.
 * A backend that runs already is made active again as it is, its tensors with it.
 *
 * `auto` takes the first that starts of node-gpu, webgpu (on a graphics card only), wasm, node, cpu. A backend asked for by its
 * name is the one that runs, or the call rejects.
 *
 * Throws RangeError for an unknown name, Error with the reason if the backend does not start.
 *
 * @example
 * import { startBackend } from '@disalign/core';
 *
 * const { name, device, unavailable } = await startBackend('auto');
 */
export function startBackend(name: BackendName | 'auto', options: StartBackendOptions = {}): Promise<StartedBackend> {
  if (name !== 'auto' && !backendNames.includes(name)) {
    return Promise.reject(
      new RangeError(`startBackend: \`name\` must be one of auto, ${backendNames.join(', ')}, got ${name}`),
    );
  }
  return oneAtATime(() => inSilence(() => (name === 'auto' ? startFirst(options) : startNamed(name, options))));
}

async function startFirst(options: StartBackendOptions): Promise<StartedBackend> {
  const unavailable: UnavailableBackend[] = [];
  for (const name of backendNames) {
    try {
      const running = await startOne(name, { ...options, allowSoftwareAdapter: false });
      return { name, ...running, unavailable };
    } catch (error) {
      unavailable.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = unavailable.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new Error(`startBackend: no backend starts: ${reasons}`);
}

async function startNamed(name: BackendName, options: StartBackendOptions): Promise<StartedBackend> {
  try {
    return { name, ...(await startOne(name, options)), unavailable: [] };
  } catch (error) {
    throw new Error(`startBackend: ${name} does not start: ${reasonOf(error)}`, { cause: error });
  }
}
