import { build } from 'esbuild';

/** Bundles a module as a browser application would, our packages from their source. Returns each file's text by its name; the module is `entry.js`. */
export async function bundleForBrowser(source: string, folder: string): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, sourcefile: 'entry.js' },
    entryNames: 'entry',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['@disalign/source'],
    outdir: '/',
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(1), text]));
}
