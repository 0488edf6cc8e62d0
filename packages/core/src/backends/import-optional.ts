import { reasonOf } from './reason-of.js';

/**
 * Imports an optional package.
 *
 * @param load imports it
 * @throws Error with the command that installs the package where it is missing; what `load` throws else
 * @example
 * import { importOptional } from '@disalign/core/node';
 * const { sep } = await importOptional('node:path', () => import('node:path'));
 */
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
