import type * as TensorFlow from '@tensorflow/tfjs';
import { bundleForBrowser, describeInBrowser, expectClose } from '@disalign/test-support';
import { expect, it } from 'vitest';
import type { startBackend } from '../../backends/start-backend.js';
import { ALIGN_KERNEL, CALIBRATE_KERNEL } from '../kernel-contract.js';
import { alignInFloat64, calibrateInFloat64, cutLike, drawKernelCase } from './fixtures/kernel-case.js';

const entry = `
  import * as tf from '@tensorflow/tfjs';
  import { startBackend } from '@disalign/core';
  Object.assign(globalThis, { tf, startBackend });
`;

/** What the entry leaves on the page. */
declare const tf: typeof TensorFlow;
declare const globalThis: { startBackend: typeof startBackend };

// Chromium's own SwiftShader, whatever card the machine has.
const softwareAdapter = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const files = () => bundleForBrowser(entry, import.meta.dirname);

describeInBrowser(
  'fused webgpu kernels',
  files,
  (page) => {
    it('agree with float64', async () => {
      await page().addScriptTag({ url: '/entry.js', type: 'module' });
      await page().waitForFunction(() => 'startBackend' in globalThis);
      const kernelCase = drawKernelCase({ rows: 37, classes: 131, featureSize: 65 }, 1);
      const { batch, calibration, classWeights } = kernelCase;
      const { scale, bias, confidence } = calibration;
      const { calibrated, aligned, errors } = await page().evaluate(
        async ({ rows, calibrateKernel, alignKernel, ...arrays }) => {
          await globalThis.startBackend('webgpu', { allowSoftwareAdapter: true });
          const errors: string[] = [];
          const backend: object = tf.backend();
          if ('device' in backend && backend.device instanceof GPUDevice) {
            backend.device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
          }
          const logits = tf.tensor2d(arrays.logits, [rows, arrays.logits.length / rows]);
          const features = tf.tensor2d(arrays.features, [rows, arrays.features.length / rows]);
          const theta = tf.tensor1d(arrays.theta);
          const labels = tf.tensor1d(arrays.labels, 'int32');
          const classWeights = tf.tensor1d(arrays.classWeights);
          const selection = tf.range(0, rows, 1, 'int32');
          const run = async (name: string, inputs: TensorFlow.NamedTensorMap) =>
            Array.from(await tf.engine().runKernel<TensorFlow.Tensor>(name, inputs).data());
          const calibrated = await run(calibrateKernel, { logits, features, theta });
          const aligned = await run(alignKernel, { logits, features, theta, labels, classWeights, selection });
          return { calibrated, aligned, errors };
        },
        {
          rows: batch.rows,
          logits: [...batch.logits],
          features: [...batch.features],
          theta: [...scale, ...bias, ...confidence!.weight, confidence!.bias],
          labels: [...batch.labels],
          classWeights: [...classWeights],
          calibrateKernel: CALIBRATE_KERNEL,
          alignKernel: ALIGN_KERNEL,
        },
      );
      expect(errors).toEqual([]);
      expectClose(calibrated, calibrateInFloat64(kernelCase), { relativeToLargest: 5e-6 });
      const expected = alignInFloat64(kernelCase);
      const parts = cutLike(Float32Array.from(aligned), expected);
      parts.forEach((part, index) => expectClose(part, expected[index], { relativeToLargest: 2e-5 }));
    });
  },
  { flags: softwareAdapter },
);
