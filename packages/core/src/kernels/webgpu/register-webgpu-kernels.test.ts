import { describeOnEveryBackend, expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ALIGN_KERNEL, CALIBRATE_KERNEL } from '../kernel-contract.js';
import {
  alignInFloat64,
  calibrateInFloat64,
  type CaseSizes,
  cutLike,
  drawKernelCase,
  type KernelCase,
  kernelInputs,
  runAlign,
  runCalibrate,
} from './fixtures/kernel-case.js';
import { registerWebgpuKernels } from './register-webgpu-kernels.js';

const registered = () => [CALIBRATE_KERNEL, ALIGN_KERNEL].map((name) => tf.getKernel(name, 'webgpu'));

describe('registerWebgpuKernels', () => {
  it('registers both kernels when it is called, for webgpu, once', () => {
    expect(registered()).toEqual([undefined, undefined]);
    registerWebgpuKernels();
    const kernels = registered();
    expect(kernels.map((kernel) => kernel?.kernelName)).toEqual([CALIBRATE_KERNEL, ALIGN_KERNEL]);
    registerWebgpuKernels();
    registered().forEach((kernel, index) => expect(kernel).toBe(kernels[index]));
    expect(tf.getKernel(ALIGN_KERNEL, 'cpu')).toBeUndefined();
  });
});

const forward = { relativeToLargest: 5e-6 };
// Sums over many rows, in which signs cancel.
const sums = { relativeToLargest: 2e-5 };

async function expectBothClose(kernelCase: KernelCase, absolute = 0): Promise<void> {
  expectClose(await runCalibrate(kernelCase), calibrateInFloat64(kernelCase), forward);
  const expected = alignInFloat64(kernelCase);
  const result = await runAlign(kernelCase);
  expect(result).toHaveLength(expected.flat().length);
  cutLike(result, expected).forEach((part, index) => expectClose(part, expected[index], { ...sums, absolute }));
}

describeOnEveryBackend('fused kernels', (backend) => {
  describe.runIf(backend === 'webgpu')('in WGSL', () => {
    beforeAll(registerWebgpuKernels);

    it('calibrate, and give loss and gradients, as worked by hand', async () => {
      // One valid row, with c = sigmoid(2 - 2) = 1/2; the other is ignored.
      const kernelCase: KernelCase = {
        batch: {
          rows: 2,
          features: Float32Array.of(2, 9),
          logits: Float32Array.of(3, 2, 7, 7),
          labels: Int32Array.of(1, -1),
        },
        calibration: {
          form: 'additive',
          scale: Float64Array.of(0, 0.25),
          bias: Float64Array.of(0, 1),
          confidence: { weight: Float64Array.of(1), bias: -2 },
        },
        classWeights: Float64Array.of(1, 3),
      };
      // Calibrated: 3 and (1 + 0.25 / 2) 2 + 1 / 2 = 2.75; the loss is 3 log(1 + e^0.25).
      expectClose((await runCalibrate(kernelCase)).subarray(0, 2), [3, 2.75], { relative: 1e-6 });
      const g = 3 / (1 + Math.exp(-0.25));
      const byScore = -g * 1.5 * 0.25;
      const expected = [g * 1.5, -g, g / 2, -g / 2, 2 * byScore, byScore, 3 * Math.log(1 + Math.exp(0.25)), 3, 1, 0.5];
      expectClose(await runAlign(kernelCase), expected, { relative: 2e-6 });
    });

    it('agree with float64 for every size', async () => {
      const property = fc.asyncProperty(
        fc.record({
          rows: fc.integer({ min: 1, max: 40 }),
          classes: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 120, max: 270 })),
          featureSize: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 120, max: 270 })),
        }),
        fc.nat(),
        async (sizes, seed) => expectBothClose(drawKernelCase(sizes, seed)),
      );
      await fc.assert(property, { seed: 1, numRuns: 40 });
    });

    it('tell the confidence layers apart: none, of no features, of one', async () => {
      for (const featureSize of [null, 0, 1]) {
        await expectBothClose(drawKernelCase({ rows: 20, classes: 5, featureSize }, 2));
      }
    });

    it.each<CaseSizes>([
      { rows: 150, classes: 1203, featureSize: 515 },
      { rows: 33, classes: 8142, featureSize: 2048 },
      { rows: 3, classes: 21_841, featureSize: 7 },
      { rows: 3, classes: 21_841, featureSize: null },
      // More rows than a dispatch may be long.
      { rows: 70_000, classes: 3, featureSize: 2 },
    ])('agree with float64 for %o', async (sizes) => {
      await expectBothClose(drawKernelCase(sizes, 1));
    });

    it('repeat themselves bit by bit', async () => {
      const kernelCase = drawKernelCase({ rows: 100, classes: 257, featureSize: 130 }, 3);
      expect(await runCalibrate(kernelCase)).toEqual(await runCalibrate(kernelCase));
      expect(await runAlign(kernelCase)).toEqual(await runAlign(kernelCase));
    });

    it('give zeros where no row counts, and for no row at all', async () => {
      const kernelCase = drawKernelCase({ rows: 20, classes: 5, featureSize: 3 }, 4);
      const { batch } = kernelCase;
      const zeros = new Float32Array(2 * 5 + 3 + 1 + 4);
      const ignored = { ...batch, labels: new Int32Array(20).fill(-1), features: batch.features.map(() => NaN) };
      expect(await runAlign({ ...kernelCase, batch: ignored })).toEqual(zeros);
      const none = drawKernelCase({ rows: 0, classes: 5, featureSize: 3 }, 4);
      expect(await runAlign(none)).toEqual(zeros);
      expect(await runCalibrate(none)).toHaveLength(0);
    });

    it('count and weigh rows whose class weighs nothing as loss and gradients do', async () => {
      const kernelCase = drawKernelCase({ rows: 20, classes: 2, featureSize: 3 }, 5);
      await expectBothClose({ ...kernelCase, classWeights: Float64Array.of(0, 1) });
      await expectBothClose({ ...kernelCase, classWeights: Float64Array.of(0, 0) });
    });

    it('leave out logits of -Infinity', async () => {
      const kernelCase = drawKernelCase({ rows: 50, classes: 140, featureSize: 4 }, 6);
      const { batch, calibration } = kernelCase;
      const logits = batch.logits.map((logit, index) => {
        const isLabel = index % 140 === batch.labels[Math.floor(index / 140)];
        return index % 3 === 0 && !isLabel ? -Infinity : logit;
      });
      // A magnitude that is not positive would make the infinity another.
      const scale = calibration.scale.map((value) => Math.max(value, -0.5));
      await expectBothClose({ ...kernelCase, batch: { ...batch, logits }, calibration: { ...calibration, scale } });
    });

    it('stay finite and right for logits up to 10,000 and confidences near 0 and 1', async () => {
      const kernelCase = drawKernelCase({ rows: 64, classes: 5, featureSize: 1 }, 7);
      const { batch, calibration } = kernelCase;
      // Whole numbers and halves: float32 holds every calibrated logit where the confidence is 0 or 1 in float32.
      const logits = batch.logits.map((logit) => Math.max(-10_000, Math.min(10_000, Math.round(logit * 2_000))));
      const scale = Float64Array.of(0, 0.5, 0, -0.5, 1);
      const bias = Float64Array.of(1, 0, -1, 0, 2);
      const features = batch.features.map((_, index) => (index % 2 === 0 ? -90 : 90));
      const confidence = { weight: Float64Array.of(1), bias: 0 };
      const extreme = { ...batch, logits, features };
      // Slopes c (1 - c) of e^-90 are below what float32 holds in full.
      await expectBothClose(
        { ...kernelCase, batch: extreme, calibration: { ...calibration, scale, bias, confidence } },
        1e-30,
      );
    });

    it('keep the slope of a confidence near 1, where 1 - c is nothing in float32', async () => {
      const kernelCase = drawKernelCase({ rows: 8, classes: 3, featureSize: 1 }, 8);
      const features = kernelCase.batch.features.map(() => 20);
      const confidence = { weight: Float64Array.of(1), bias: 0 };
      await expectBothClose({
        ...kernelCase,
        batch: { ...kernelCase.batch, features },
        calibration: { ...kernelCase.calibration, confidence },
      });
    });

    it('read features and logits in one program each, of one for the forward pass and two for loss and gradients', () => {
      const inputs = kernelInputs(drawKernelCase({ rows: 40, classes: 8, featureSize: 4 }, 10));
      const backend = tf.backend() as tf.KernelBackend & Pick<WebGPUBackend, 'runWebGPUProgram'>;
      const run = vi.spyOn(backend, 'runWebGPUProgram');
      const { logits, features, theta } = inputs;
      const readersOf = ({ dataId }: tf.Tensor) =>
        run.mock.calls.filter(([, read]) => read.some((tensor) => tensor.dataId === dataId));
      for (const [name, programs] of [
        [CALIBRATE_KERNEL, 1],
        [ALIGN_KERNEL, 2],
      ] as const) {
        run.mockClear();
        tf.engine().runKernel(name, name === ALIGN_KERNEL ? inputs : { logits, features, theta });
        expect(run).toHaveBeenCalledTimes(programs);
        expect(readersOf(logits)).toHaveLength(1);
        expect(readersOf(features)).toHaveLength(1);
      }
      run.mockRestore();
    });

    it('leave nothing behind on the backend in 1,000 steps', async () => {
      const inputs = kernelInputs(drawKernelCase({ rows: 4, classes: 3, featureSize: 2 }, 9));
      const { logits, features, theta } = inputs;
      const before = tf.backend().numDataIds();
      for (let step = 0; step < 1000; step++) {
        tf.dispose(tf.engine().runKernel(CALIBRATE_KERNEL, { logits, features, theta }));
        tf.dispose(tf.engine().runKernel(ALIGN_KERNEL, inputs));
      }
      expect(tf.backend().numDataIds()).toBe(before);
    });
  });
});
