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

/**
 * Compiles the AssemblyScript sources of the fused kernels. The module imports its memory and brings no runtime.
 *
 * @param folder packages/core/assembly
 * @throws Error with the compiler's output if it fails or is not installed
 */
export async function compileWasmKernels(folder: string): Promise<Buffer> {
  const compiler = findCompiler();
  if (compiler === undefined) throw new Error('compileWasmKernels: the package assemblyscript is not installed');
  const output = mkdtempSync(join(tmpdir(), 'wasm-kernels-'));
  try {
    const file = join(output, 'kernels.wasm');
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
    // Warns of vectors between functions, which never leave the module.
    options.push('--disableWarning', '112');
    await runCommand(process.execPath, [compiler, 'index.ts', ...options, '--outFile', file], { cwd: folder });
    return readFileSync(file);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** The TypeScript module that carries the compiled bytes: it loads the same in Node and in a browser. */
export function wasmModuleSource(bytes: Buffer): string {
  return [
    '// Generated from packages/core/assembly: npx tsc -b tools && node tools/dist/wasm-kernels/main.js',
    '',
    '/** The fused kernels as WebAssembly, in base64. */',
    'export const WASM_BINARY =',
    `  '${bytes.toString('base64')}';`,
    '',
  ].join('\n');
}
