import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the program that measures, with all packages but the native one, as one module. */
export async function bundleProgram(workspaceRoot: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(workspaceRoot, 'benchmarks/src/speed/gpu/main.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@disalign/source'],
    // `webgpu` travels as it is; the other backend is not started.
    external: ['webgpu', '@tensorflow/tfjs-backend-wasm'],
    // What TensorFlow.js requires of Node.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}
