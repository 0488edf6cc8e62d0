import { expectClose } from '@disalign/test-support';
import type * as tf from '@tensorflow/tfjs';
import { bench, describe } from 'vitest';
import { startBackend } from '../../backends/start-backend.js';
import { alignComposed } from '../align-composed.js';
import { calibrateComposed } from '../fixtures/calibrate-composed.js';
import { drawKernelCase, kernelTensors } from '../fixtures/kernel-case.js';
import { runCalibrate } from '../fixtures/run-calibrate.js';
import { runAlign } from '../run-align.js';

await startBackend('webgpu', { allowSoftwareAdapter: true });

// Fused and composed take turns, so that what else the machine does hits both alike.
const rounds = 3;
const turn = { iterations: 4, time: 0, warmupIterations: 1, warmupTime: 0 };

for (const [rows, featureSize, classes] of [
  [512, 2048, 1000],
  [2048, 512, 150],
  [64, 2048, 8142],
]) {
  const inputs = kernelTensors(drawKernelCase({ rows, classes, featureSize }));
  const { logits, features, theta } = inputs;
  const arms = {
    'align fused': () => runAlign(inputs),
    'align composed': () => alignComposed(inputs),
    'calibrate fused': () => runCalibrate({ logits, features, theta }),
    'calibrate composed': () => calibrateComposed({ logits, features, theta }),
  };
  await checkAgreement(arms['align fused'], arms['align composed']);
  await checkAgreement(arms['calibrate fused'], arms['calibrate composed']);

  describe(`[${rows} rows, ${featureSize} features, ${classes} classes]`, () => {
    for (let round = 1; round <= rounds; round++) {
      for (const [name, run] of Object.entries(arms)) {
        bench(
          `${name}, turn ${round}`,
          async () => {
            await downloaded(run);
          },
          turn,
        );
      }
    }
  });
}

/** Only what is read back is known to be computed. */
async function downloaded(run: () => tf.Tensor): Promise<Float32Array> {
  const output = run();
  const values = await output.data<'float32'>();
  output.dispose();
  return values;
}

async function checkAgreement(fused: () => tf.Tensor, composed: () => tf.Tensor): Promise<void> {
  expectClose(await downloaded(fused), await downloaded(composed), { relativeToLargest: 2e-5 });
}
