import { mergeConfig } from 'vitest/config';
import { mostlySharedConfig } from '../../vitest.shared.ts';

const isolated = [
  'src/backends/{activate-backend,available-backends,find-gpu,start-backend,start-one,start-tensorflow}.test.ts',
  'src/diagnosis/{diagnose-backends,run-doctor}.test.ts',
  'src/kernels/wasm/register-wasm-kernels.test.ts',
  'src/kernels/webgpu/{register,start}-webgpu-kernels.test.ts',
  'src/**/*-memory.test.ts',
];

export default mergeConfig(mostlySharedConfig(isolated), { test: { coverage: { thresholds: { lines: 90 } } } });
