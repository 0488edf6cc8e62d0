import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileWasmKernels, wasmModuleSource } from './compile-wasm-kernels.js';

// Both src/wasm-kernels and dist/wasm-kernels lie three levels below the root of the repository.
const core = fileURLToPath(new URL('../../../packages/core/', import.meta.url));

const bytes = await compileWasmKernels(join(core, 'assembly'));
writeFileSync(join(core, 'src', 'kernels', 'wasm', 'wasm-binary.ts'), wasmModuleSource(bytes));
