import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The npm packages that bind libtensorflow to Node. */
export const addonPackages = ['tfjs-node', 'tfjs-node-gpu'] as const;
/** The wheels of PyPI that hold libtensorflow: without and with CUDA. */
export const wheelNames = ['tensorflow-cpu', 'tensorflow'] as const;

/** The version that is taken where none is given: what the tests run with. */
export const verifiedVersion = '2.21.0';

export interface BuildOptions {
  readonly packageName: (typeof addonPackages)[number];
  /** A wheel that pip fetches, such as `tensorflow-cpu==2.21.0`, or the path of a folder that holds libtensorflow. */
  readonly library: { readonly wheel: string } | { readonly folder: string };
  /** The folder of the project in whose node_modules the addon goes. */
  readonly project: string;
}

/**
 * Reads the command line. Relative paths are taken from the current folder.
 *
 * @throws RangeError for a name that is not known, an option that is not known (TypeError), or two libraries at once
 */
export function readArguments(args: string[], workspaceRoot: string): BuildOptions {
  const { values } = parseArgs({
    args,
    options: {
      package: { type: 'string', default: 'tfjs-node' },
      wheel: { type: 'string' },
      library: { type: 'string' },
      project: { type: 'string', default: workspaceRoot },
    },
  });
  const packageName = addonPackages.find((name) => name === values.package);
  if (packageName === undefined) throw optionError('--package', addonPackages.join(' or '), values.package);
  if (values.wheel !== undefined && values.library !== undefined) {
    throw optionError('--wheel', 'absent where --library is given', values.wheel);
  }
  const library =
    values.library === undefined
      ? { wheel: readWheel(values.wheel ?? (packageName === 'tfjs-node' ? 'tensorflow-cpu' : 'tensorflow')) }
      : { folder: resolve(values.library) };
  return { packageName, library, project: resolve(values.project) };
}

function readWheel(text: string): string {
  const [name, version = verifiedVersion] = text.split('==');
  if (!wheelNames.some((known) => known === name) || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw optionError('--wheel', `${wheelNames.join(' or ')}, or one of them with ==VERSION`, text);
  }
  return `${name}==${version}`;
}

function optionError(option: string, rule: string, got: string): RangeError {
  return new RangeError(`\`${option}\` must be ${rule}, got ${got}`);
}
