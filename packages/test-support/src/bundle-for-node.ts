import { mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What is bundled. */
export interface NodeBundleOptions {
  /** A module in the sources, or a text in TypeScript that imports from there. */
  readonly entry: { readonly file: string } | { readonly contents: string };
  /** How packages of ours are found: their source is bundled, which is the default, or the process imports their build. */
  readonly packages?: 'source' | 'build';
}

/** A bundle on disk. */
export interface NodeBundle {
  /** A folder of its own. */
  readonly folder: string;
  /** Path of the module in it. */
  readonly script: string;
}

/**
 * Bundles a script for a process of its own. Whoever calls removes the folder.
 *
 * @param sources folder `src` of the package that it belongs to
 */
export async function bundleForNode(
  sources: string,
  { entry, packages = 'source' }: NodeBundleOptions,
): Promise<NodeBundle> {
  // Beside the package, so that what the bundle imports is found.
  const cache = join(dirname(sources), '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fresh-process-'));
  const script = join(folder, 'entry.mjs');
  await build({
    ...('file' in entry
      ? { entryPoints: [join(sources, entry.file)] }
      : { stdin: { contents: entry.contents, resolveDir: sources, loader: 'ts' } }),
    ...(packages === 'build'
      ? { packages: 'external' }
      : { conditions: ['@disalign/source'], plugins: [othersAreExternal] }),
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return { folder, script };
}

/** Packages that are not ours may be native, or no ES modules. */
const othersAreExternal: Plugin = {
  name: 'others-are-external',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@disalign/') ? undefined : { path, external: true },
    );
  },
};
