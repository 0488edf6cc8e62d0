import { expect, it } from 'vitest';
import type { BackendSpeed } from './backend-speed.js';
import { formatDiagnosis } from './format-diagnosis.js';

const speed: BackendSpeed = {
  kernel: 'fused',
  sizes: [512, 2048, 1000],
  firstMilliseconds: 12,
  milliseconds: 0.86631,
  runs: 499,
  rowsPerSecond: 591_012.3,
  error: 1.234e-6,
  isCorrect: true,
};

it('has device and speed of those that start, the reason of those that do not, and says what is wrong', () => {
  const wrong = { ...speed, kernel: 'composed', sizes: [32, 2048, 1000], error: 0.25, isCorrect: false } as const;
  expect(
    formatDiagnosis([
      { name: 'node-gpu', starts: false, reason: 'not installed: npm install @tensorflow/tfjs-node-gpu' },
      { name: 'wasm', starts: true, device: 'WebAssembly with SIMD, 1 thread', speed },
      { name: 'cpu', starts: true, device: 'plain JavaScript', speed: wrong },
    ]),
  ).toMatchInlineSnapshot(`
    "Backends in the order of auto; loss and gradients of one batch, [rows, features, classes], against float64

    node-gpu  does not start: not installed: npm install @tensorflow/tfjs-node-gpu
    wasm      WebAssembly with SIMD, 1 thread
              fused [512, 2048, 1000]: 591,000 rows/s (0.866 ms, median of 499), error 1.2e-6
    cpu       plain JavaScript
              composed [32, 2048, 1000]: 591,000 rows/s (0.866 ms, median of 499), error 2.5e-1: WRONG, do not use it"
  `);
});
