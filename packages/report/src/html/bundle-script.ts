import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** The scripts that a page can have: with and without a live panel. */
export type PageScript = 'main' | 'live-main';

// In development this file is the source, and so are the packages it imports.
const fromSource = import.meta.url.endsWith('.ts');
const bundles = new Map<PageScript, Promise<string>>();

/** A script of the page with everything that it imports, for a `script` element. Bundled once a process. */
export async function bundleScript(name: PageScript): Promise<string> {
  const bundle = bundles.get(name) ?? bundleAnew(name);
  bundles.set(name, bundle);
  return bundle;
}

async function bundleAnew(name: PageScript): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../browser/${name}${fromSource ? '.ts' : '.js'}`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: fromSource ? ['@disalign/source'] : [],
    plugins: [withoutTensors],
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0].text.trim();
}

/** The page computes on the host. What it imports of core leaves the tensors out, but only after thousands of their files were read. */
const withoutTensors: Plugin = {
  name: 'without-tensors',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^@tensorflow\// }, ({ path }) => ({
      path,
      namespace: 'absent',
      sideEffects: false,
    }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {}' }));
  },
};
