import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.js';

/** The compiler's program; undefined if AssemblyScript is not installed. */
export function findCompiler(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  } catch {
    return undefined;
  }
}

/** A build of the kernels. */
interface KernelBuild {
  /** Fused multiply-add where the processor has it, instead of two roundings. */
  readonly relaxed: boolean;
  /** For memory that threads share. */
  readonly shared: boolean;
}

/** The builds in base64. */
export interface KernelBinaries {
  readonly strict: { readonly own: string; readonly shared: string };
  readonly relaxed: { readonly own: string; readonly shared: string };
}

/**
 * Compiles the AssemblyScript sources of the fused kernels. The modules import their memory and bring no runtime.
 *
 * @param folder packages/core/assembly
 * @throws Error with the compiler's output if it fails or is not installed
 */
export async function compileWasmKernels(folder: string): Promise<KernelBinaries> {
  const build = async (relaxed: boolean, shared: boolean) =>
    (await compile(folder, { relaxed, shared })).toString('base64');
  return {
    strict: { own: await build(false, false), shared: await build(false, true) },
    relaxed: { own: await build(true, false), shared: await build(true, true) },
  };
}

async function compile(folder: string, { relaxed, shared }: KernelBuild): Promise<Buffer> {
  const compiler = findCompiler();
  if (compiler === undefined) throw new Error('compileWasmKernels: the package assemblyscript is not installed');
  const output = mkdtempSync(join(tmpdir(), 'wasm-kernels-'));
  try {
    const file = join(output, 'kernels.wasm');
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd,threads'];
    if (relaxed) options.push('--enable', 'relaxed-simd');
    // As large as a memory can be: an instance takes any that is no larger.
    if (shared) options.push('--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536');
    // Warns of vectors between functions, which never leave the module.
    options.push('--disableWarning', '112');
    await runCommand(process.execPath, [compiler, 'index.ts', ...options, '--outFile', file], { cwd: folder });
    return readFileSync(file);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** The TypeScript module that carries the compiled bytes: it loads the same in Node and in a browser. */
export function wasmModuleSource({ strict, relaxed }: KernelBinaries): string {
  return [
    '// Generated from packages/core/assembly: npx tsc -b tools && node tools/dist/wasm-kernels/main.js',
    '',
    '/** The fused kernels as WebAssembly in base64: strict or relaxed SIMD, for memory of their own or shared by threads. */',
    'export const WASM_BINARIES = {',
    ...Object.entries({ strict, relaxed }).flatMap(([arithmetic, { own, shared }]) => [
      `  ${arithmetic}: {`,
      `    own: '${own}',`,
      `    shared:\n      '${shared}',`,
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}
