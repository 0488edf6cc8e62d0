import { describeOnEveryBackend, expectClose, tensorsMadeBy } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { calibrateLogits } from '../calibration/calibrate-logits.js';
import { float32Tolerance } from '../fixtures/float32-tolerance.js';
import { calibrateComposed, type CalibrateTensors } from './fixtures/calibrate-composed.js';
import {
  calibratedOnHost,
  caseCalibration,
  drawKernelCase,
  type KernelCase,
  kernelTensors,
} from './fixtures/kernel-case.js';
import { registerKernels } from './fixtures/register-kernels.js';
import { CALIBRATE_KERNEL } from './kernel-contract.js';
import { runCalibrate } from './fixtures/run-calibrate.js';

describeOnEveryBackend('calibrated logits by kernel', (backend) => {
  const tolerance = float32Tolerance(backend);
  beforeAll(() => registerKernels(backend));

  it.runIf(backend === 'wasm' || backend === 'webgpu')('is fused', () => {
    expect(tf.getKernel(CALIBRATE_KERNEL, backend)).toBeDefined();
  });

  describe.each([
    ['fused where the backend can', runCalibrate],
    ['composed', calibrateComposed],
  ])('%s', (_, calibrate: (inputs: CalibrateTensors) => tf.Tensor2D) => {
    const run = ({ logits, features, theta }: CalibrateTensors): tf.Tensor2D => calibrate({ logits, features, theta });

    async function expectAsOnHost(given: KernelCase): Promise<void> {
      const inputs = kernelTensors(given);
      const output = run(inputs);
      expect(output.shape).toEqual(inputs.logits.shape);
      expectClose(await output.data(), calibratedOnHost(given), tolerance);
      tf.dispose([output, { ...inputs }]);
    }

    it('moves a logit, worked by hand', async () => {
      // Score 1 * 1 - 0.5 * 2 = 0, so c = 0.5: (1 + 0.5 * 1) 3 + 0.5 * 1 = 5 and (1 - 0.5 * 0.5) (-4) - 0.5 = -3.5.
      const theta = tf.tensor1d([1, -0.5, 1, -1, 1, -0.5, 0]);
      const output = run({ logits: tf.tensor2d([[3, -4]]), features: tf.tensor2d([[1, 2]]), theta });
      expectClose(await output.data(), [5, -3.5], tolerance);
    });

    it('agrees with the host on generated sizes', async () => {
      const sizes = fc.record({
        rows: fc.integer({ min: 1, max: 23 }),
        classes: fc.integer({ min: 1, max: 37 }),
        featureSize: fc.integer({ min: 0, max: 41 }),
      });
      const property = fc.asyncProperty(sizes, (drawn) => expectAsOnHost(drawKernelCase(drawn)));
      await fc.assert(property, { seed: 1, numRuns: 40 });
    });

    it('agrees with the host on every number of rows around a whole number of blocks', async () => {
      // Kernels go over blocks of 128 rows, four rows at a time: around 128 and 256 the last ones are of any size.
      for (const rows of [125, 126, 127, 128, 129, 130, 131, 132, 133, 253, 255, 257, 258, 259]) {
        await expectAsOnHost(drawKernelCase({ rows, classes: 3, featureSize: 5 }));
      }
    });

    it('keeps -Infinity where the magnitude is positive, and every logit at the identity', async () => {
      const logits = tf.tensor2d([[-Infinity, 1e4, -1e-30, 0, -3]]);
      const features = tf.zeros([1, 0]);
      expect(await run({ logits, features, theta: tf.zeros([10]) }).data()).toEqual(await logits.data());
      const shrunk = await run({ logits, features, theta: tf.tensor1d([-0.5, 1, 1, 1, 1, 2, 0, 0, 0, 0]) }).data();
      expect(shrunk[0]).toBe(-Infinity);
    });

    it('leaves its result and nothing else', () => {
      const inputs = kernelTensors(drawKernelCase({ rows: 3, classes: 4, featureSize: 5 }));
      expect(tensorsMadeBy(() => run(inputs))).toBe(1);
    });
  });

  it.runIf(backend === 'wasm')('gives a row the same numbers wherever it stands', async () => {
    const given = kernelTensors(drawKernelCase({ rows: 140, classes: 6, featureSize: 9 }));
    const all = await runCalibrate(given).data();
    for (const [start, count] of [
      [0, 1],
      [3, 7],
      [60, 80],
    ]) {
      const logits = tf.slice(given.logits, [start, 0], [count, 6]);
      const features = tf.slice(given.features, [start, 0], [count, 9]);
      const some = await runCalibrate({ ...given, logits, features }).data();
      expect(some).toEqual(all.slice(6 * start, 6 * (start + count)));
    }
  });

  it('is what calibrateLogits runs, whatever the leading dimensions, and its gradients are as before', async () => {
    for (const featureSize of [0, 5]) {
      const given = drawKernelCase({ rows: 6, classes: 3, featureSize });
      const { logits, features } = kernelTensors(given);
      const calibration = caseCalibration(given);
      const cube = tf.reshape(logits, [2, 3, 3]);
      const rows = featureSize > 0 ? tf.reshape(features, [2, 3, featureSize]) : null;
      const calibrated = calibrateLogits(cube, rows, calibration);
      expect(calibrated.shape).toEqual([2, 3, 3]);
      expectClose(await calibrated.data(), calibratedOnHost(given), tolerance);
      expect(tensorsMadeBy(() => calibrateLogits(cube, rows, calibration))).toBe(1);
      // By each logit the magnitude of its row and class.
      const gradient = tf.grad((z: tf.Tensor) => tf.sum(calibrateLogits(z, rows, calibration)))(cube);
      const moved = calibrateLogits(tf.add(cube, tf.scalar(1)), rows, calibration);
      expectClose(await gradient.data(), await tf.sub(moved, calibrated).data(), { relativeToLargest: 1e-5 });
    }
  });
});
