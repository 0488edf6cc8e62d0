import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { alignComposed, type AlignTensors } from './align-composed.js';
import { alignedOnHost, drawKernelCase, type KernelCase, kernelTensors } from './fixtures/kernel-case.js';
import { registerKernels } from './fixtures/register-kernels.js';
import { ALIGN_KERNEL, ALIGN_SUMS } from './kernel-contract.js';
import { runAlign } from './run-align.js';

/** One row of three classes without a confidence layer, weights 1, identity. */
function oneRow(logits: number[], label: number): KernelCase {
  return {
    batch: { rows: 1, features: new Float32Array(0), logits: Float32Array.from(logits), labels: Int32Array.of(label) },
    calibration: { form: 'additive', scale: new Float64Array(3), bias: new Float64Array(3), confidence: null },
    classWeights: Float64Array.of(1, 1, 1),
  };
}

describeOnEveryBackend('loss and gradients by kernel', (backend) => {
  const tolerance = float32Tolerance(backend);
  beforeAll(() => registerKernels(backend));

  it.runIf(backend === 'wasm' || backend === 'webgpu')('is fused', () => {
    expect(tf.getKernel(ALIGN_KERNEL, backend)).toBeDefined();
  });

  describe.each([
    ['fused where the backend can', runAlign],
    ['composed', alignComposed],
  ])('%s', (_, align: (inputs: AlignTensors) => tf.Tensor1D) => {
    async function expectAsOnHost(given: KernelCase, { relativeToLargest } = tolerance): Promise<void> {
      const inputs = kernelTensors(given);
      const output = align(inputs);
      const values = await output.data();
      tf.dispose([output, { ...inputs }]);
      const { gradient, sums } = alignedOnHost(given);
      expect(output.shape).toEqual([gradient.length + ALIGN_SUMS]);
      expectClose(values.subarray(0, gradient.length), gradient, { relativeToLargest });
      // A loss near 0 is the difference of numbers near 1.
      const floor = 1e-6 * sums[1];
      expectClose(values.subarray(gradient.length), sums, { relative: relativeToLargest, absolute: floor });
    }

    it('weighs a row, worked by hand', async () => {
      // p = (e^2, 1, 1) / (e^2 + 2); with weight 3 and no confidence layer g = 3 (p - [label]), d scale = g z, d bias = g.
      const given = { ...oneRow([2, 0, 0], 1), classWeights: Float64Array.of(1, 3, 1) };
      const inputs = kernelTensors(given);
      const total = Math.exp(2) + 2;
      const g = [Math.exp(2) / total, 1 / total - 1, 1 / total].map((value) => 3 * value);
      const expected = [2 * g[0], 0, 0, ...g, 3 * Math.log(total), 3, 1, 1];
      expectClose(await align(inputs).data(), expected, tolerance);
    });

    it('agrees with the host on generated sizes', async () => {
      const sizes = fc.record({
        rows: fc.integer({ min: 0, max: 23 }),
        classes: fc.integer({ min: 1, max: 37 }),
        featureSize: fc.integer({ min: 0, max: 41 }),
        ignoreEvery: fc.integer({ min: 0, max: 3 }),
      });
      const property = fc.asyncProperty(sizes, (drawn) => expectAsOnHost(drawKernelCase(drawn)));
      await fc.assert(property, { seed: 1, numRuns: 40 });
    });

    it('takes the rows that are selected, in any order and more than once', async () => {
      await expectAsOnHost(drawKernelCase({ rows: 12, classes: 9, featureSize: 7, ignoreEvery: 4, selected: 30 }));
      await expectAsOnHost(drawKernelCase({ rows: 12, classes: 9, featureSize: 0, selected: 1 }));
      await expectAsOnHost(drawKernelCase({ rows: 12, classes: 9, featureSize: 7, selected: 0 }));
    });

    it('agrees with the host on more rows than are added up in one sum', async () => {
      // The ops of TensorFlow.js add up all rows one after the other in float32, on wasm.
      const long = align === alignComposed ? { relativeToLargest: 2e-5 } : tolerance;
      await expectAsOnHost(drawKernelCase({ rows: 2100, classes: 10, featureSize: 6, ignoreEvery: 5 }), long);
    });

    it('takes one class, no row, and rows that are all ignored', async () => {
      await expectAsOnHost(drawKernelCase({ rows: 5, classes: 1, featureSize: 3 }));
      await expectAsOnHost(drawKernelCase({ rows: 0, classes: 5, featureSize: 3 }));
      await expectAsOnHost(drawKernelCase({ rows: 0, classes: 5, featureSize: 0 }));
      await expectAsOnHost(drawKernelCase({ rows: 6, classes: 5, featureSize: 3, ignoreEvery: 1 }));
    });

    it('takes logits of 1e4 either way, ahead and behind', async () => {
      await expectAsOnHost(oneRow([1e4, -1e4, 0], 0));
      await expectAsOnHost(oneRow([1e4, -1e4, 0], 1));
      await expectAsOnHost(oneRow([-1e4, -1e4, -1e4], 2));
    });

    it('keeps the digits of a gradient where the label is far ahead', async () => {
      // Relative to a largest value of 1e-6.
      await expectAsOnHost(oneRow([14, 0, -1], 0));
    });

    it('takes a confidence at either end', async () => {
      for (const score of [-1e4, -60, -30, 30, 1e4]) {
        const confidence = { weight: Float64Array.of(1, 0), bias: 0 };
        const { batch, calibration, ...rest } = drawKernelCase({ rows: 1, classes: 4, featureSize: 2 });
        const features = Float64Array.of(score, 1);
        await expectAsOnHost({ ...rest, batch: { ...batch, features }, calibration: { ...calibration, confidence } });
      }
    });

    // The ops of TensorFlow.js take 1 - c from a rounded c.
    it.runIf(backend === 'wasm' && align === runAlign)('keeps the digits of 1 - c where c is near 1', async () => {
      const given = oneRow([1, 0, 2], 1);
      // Score 10; the gradient by the confidence weight is the largest.
      const batch = { ...given.batch, features: Float32Array.of(1e4) };
      const scale = Float64Array.of(0.5, -0.5, 0.25);
      const confidence = { weight: Float64Array.of(2 ** -10), bias: 0.25 };
      await expectAsOnHost({ ...given, batch, calibration: { ...given.calibration, scale, confidence } });
    });

    it('takes -Infinity off the label: no such class, and no gradient', async () => {
      const inputs = kernelTensors(oneRow([-Infinity, 2, 0], 1));
      const p = 1 / (1 + Math.exp(2));
      const expected = [0, -2 * p, 0, 0, -p, p, Math.log(1 + Math.exp(-2)), 1, 1, 1];
      expectClose(await align(inputs).data(), expected, tolerance);
    });

    it('is NaN where a parameter is', async () => {
      const inputs = kernelTensors(oneRow([1, 2, 0], 1));
      const values = await align({ ...inputs, theta: tf.fill([6], NaN) }).data();
      expect([...values.subarray(0, 7)]).toEqual(new Array(7).fill(NaN));
    });

    it('leaves its result and nothing else', () => {
      const inputs = kernelTensors(drawKernelCase({ rows: 3, classes: 4, featureSize: 5 }));
      expect(tensorsMadeBy(() => align(inputs))).toBe(1);
    });
  });
});
