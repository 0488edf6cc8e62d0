import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MissingRequirement } from './missing-requirement.js';

/** Where libtensorflow is on this disk. */
export interface Library {
  /** `libtensorflow_cc.so.2` of a wheel or `libtensorflow.so.2` of the C library, and its framework. */
  readonly files: { readonly main: string; readonly framework: string };
  /** The folder that has tensorflow/c/c_api.h below it. */
  readonly include: string;
}

/**
 * Finds libtensorflow in a folder: an unpacked C library (`lib/`, `include/`), or the folder `tensorflow` of an installed or
 * unpacked wheel.
 *
 * @throws MissingRequirement that names the file which is not there
 */
export function findLibrary(folder: string): Library {
  const find = (names: readonly string[], places: readonly string[]): string => {
    const found = names.flatMap((name) => places.map((place) => join(folder, place, name))).find(existsSync);
    if (found === undefined) throw new MissingRequirement(`no ${names.join(' or ')} in ${folder}`);
    return found;
  };
  const main = find(['libtensorflow_cc.so.2', 'libtensorflow.so.2'], ['', 'lib']);
  const framework = find(['libtensorflow_framework.so.2'], ['', 'lib']);
  find(['include/tensorflow/c/eager/c_api.h'], ['']);
  return { files: { main, framework }, include: join(folder, 'include') };
}
