import { expectClose } from '@disalign/test-support';
import * as tf from '@tensorflow/tfjs';
import { bench, describe } from 'vitest';
import { startBackend } from '../../backends/start-backend.js';
import { productOfColumns, productOfRows } from '../run-product.js';

await startBackend('wasm');

// Both take turns, so that what else the machine does hits both alike.
const rounds = 5;
const turn = { iterations: 12, time: 0, warmupIterations: 2, warmupTime: 0 };

// The logits of a linear head, and the gradient by its weights.
for (const [rows, featureSize, classes] of [
  [512, 2048, 1000],
  [2048, 512, 150],
  [512, 128, 100],
]) {
  const [features, weights, residuals] = [
    [rows, featureSize],
    [classes, featureSize],
    [rows, classes],
  ].map((shape) => tf.randomNormal<tf.Rank.R2>(shape as [number, number], 0, 1, 'float32', 1));
  const arms = {
    'rows, ours': () => productOfRows(features, weights),
    'rows, transposed and multiplied': () => tf.matMul(features, tf.transpose(weights)),
    'columns, ours': () => productOfColumns(residuals, features),
    'columns, transposed and multiplied': () => tf.matMul(tf.transpose(residuals), features),
  };
  checkAgreement(arms['rows, ours'], arms['rows, transposed and multiplied']);
  checkAgreement(arms['columns, ours'], arms['columns, transposed and multiplied']);

  describe(`[${rows} rows, ${featureSize} features, ${classes} classes]`, () => {
    for (let round = 1; round <= rounds; round++) {
      for (const [name, run] of Object.entries(arms)) {
        bench(`${name}, turn ${round}`, () => tf.dispose(tf.tidy(run)), turn);
      }
    }
  });
}

function checkAgreement(ours: () => tf.Tensor, theirs: () => tf.Tensor): void {
  const [actual, expected] = tf.tidy(() => [ours().dataSync(), theirs().dataSync()]);
  expectClose(actual, expected, { relativeToLargest: 2e-5 });
}
