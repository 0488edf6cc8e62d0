import { basename, dirname, join, relative, sep } from 'node:path';
import type { Library } from './find-library.js';

/** A symbolic link to make: where, below the folder of the addon, and what it points to. */
export interface Link {
  readonly path: string;
  readonly target: string;
}

/**
 * The links that make the folder `deps` of the addon in `root` from a library: its headers, its two files under the names
 * they ask for each other by, and the two names that the linker looks for. A library inside `root` moves along with it.
 */
export function planLinks(root: string, { files, include }: Library): Link[] {
  const link = (path: string, file: string): Link => {
    const isInside = file.startsWith(root + sep);
    return { path, target: isInside ? relative(dirname(join(root, path)), file) : file };
  };
  const main = basename(files.main);
  const framework = basename(files.framework);
  return [
    link('deps/include', include),
    link(`deps/lib/${main}`, files.main),
    link(`deps/lib/${framework}`, files.framework),
    { path: 'deps/lib/libtensorflow.so', target: main },
    { path: 'deps/lib/libtensorflow_framework.so', target: framework },
  ];
}
