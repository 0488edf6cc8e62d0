import { mostlySharedConfig } from '../vitest.shared.ts';

// Both replace modules.
export default mostlySharedConfig([
  'src/run-benchmark.test.ts',
  'src/experiments/component-ablation/ablate-arm.test.ts',
]);
