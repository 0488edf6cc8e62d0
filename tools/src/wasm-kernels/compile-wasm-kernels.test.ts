import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileWasmKernels, findCompiler, wasmModuleSource } from './compile-wasm-kernels.js';

const core = join(import.meta.dirname, '../../../packages/core');

// Its sources are installed with the workspace; without them there is nothing to compare with.
describe.runIf(findCompiler() !== undefined)('compileWasmKernels', () => {
  it('makes the bytes that are committed', async () => {
    const committed = readFileSync(join(core, 'src/kernels/wasm/wasm-binary.ts'), 'utf8');
    expect(wasmModuleSource(await compileWasmKernels(join(core, 'assembly')))).toBe(committed);
  });

  it('says what does not compile', async () => {
    await expect(compileWasmKernels(import.meta.dirname)).rejects.toThrow('index.ts');
  });
});
