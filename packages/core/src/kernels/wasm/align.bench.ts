import { expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { bench, describe } from 'vitest';
import { startBackend } from '../../backends/start-backend.js';
import { alignComposed } from '../align-composed.js';
import { calibrateComposed } from '../fixtures/calibrate-composed.js';
import { drawKernelCase, kernelTensors } from '../fixtures/kernel-case.js';
import { runAlign } from '../run-align.js';
import { runCalibrate } from '../fixtures/run-calibrate.js';

await startBackend('wasm');

// Fused and composed take turns, so that what else the machine does hits both alike.
const rounds = 5;
const turn = { iterations: 12, time: 0, warmupIterations: 2, warmupTime: 0 };

for (const [rows, featureSize, classes] of [
  [512, 2048, 1000],
  [512, 512, 100],
  [32, 64, 10],
]) {
  const inputs = kernelTensors(drawKernelCase({ rows, classes, featureSize }));
  const { logits, features, theta } = inputs;
  const arms = {
    'align fused': () => runAlign(inputs),
    'align composed': () => alignComposed(inputs),
    'calibrate fused': () => runCalibrate({ logits, features, theta }),
    'calibrate composed': () => calibrateComposed({ logits, features, theta }),
  };
  checkAgreement(arms['align fused'], arms['align composed']);
  checkAgreement(arms['calibrate fused'], arms['calibrate composed']);

  describe(`[${rows} rows, ${featureSize} features, ${classes} classes]`, () => {
    for (let round = 1; round <= rounds; round++) {
      for (const [name, run] of Object.entries(arms)) bench(`${name}, turn ${round}`, () => run().dispose(), turn);
    }
  });
}

function checkAgreement(fused: () => tf.Tensor, composed: () => tf.Tensor): void {
  const [actual, expected] = tf.tidy(() => [fused().dataSync(), composed().dataSync()]);
  expectClose(actual, expected, { relativeToLargest: 2e-5 });
}
