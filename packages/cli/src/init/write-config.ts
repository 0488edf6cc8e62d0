import { access } from 'node:fs/promises';
import { writeFileAtomically } from '@disalign/core/node';
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
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere && !force)
    throw new RangeError(`writeConfig: \`path\` must not be there yet, or \`force\` be given, got ${path}`);
  await writeFileAtomically(path, new TextEncoder().encode(configTemplate));
}
