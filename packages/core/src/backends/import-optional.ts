import { reasonOf } from './reason-of.js';

/** Imports an optional package by `load`. Rejects with the command that installs it if it is missing, else with its own error. */
export async function importOptional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(name, error)) throw new Error(`not installed: npm install ${name}`, { cause: error });
    throw error;
  }
}

/** Only the package itself: one that lacks a part of its own is broken, and its error says more. */
function isMissing(name: string, error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && reasonOf(error).includes(`'${name}'`);
}
