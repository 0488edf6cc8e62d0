import { writeFileAtomically } from '@disalign/core/node';
import { isThere } from '../files/is-there.js';
import { configTemplate } from './config-template.js';

/** Where a configuration goes. */
export interface WriteConfigOptions {
  /** Whether it replaces a file that is there. Default false. */
  readonly force?: boolean;
}

/**
 * `disalign init`: writes a commented configuration for `disalign run`, whole or not at all.
 *
 * @throws RangeError where a file is there already; what the file system throws
 * @example
 * import { writeConfig } from 'disalign';
 * await writeConfig('config.yaml');
 */
export async function writeConfig(path: string, { force = false }: WriteConfigOptions = {}): Promise<void> {
  if (!force && (await isThere(path)))
    throw new RangeError(`writeConfig: \`path\` must not be there yet, or \`force\` be given, got ${path}`);
  await writeFileAtomically(path, new TextEncoder().encode(configTemplate));
}
