import { softmaxOnHost } from '@disalign/core';
import { rowInterpolator } from './interpolate-row.js';
import type { LogitPass } from './logit-pass.js';

/**
 * The scores of an image, one row at a time, so that they are never all in memory: the logits of a single pass, or the sum over
 * passes of the probabilities `softmax(logits)` at the size of the image.
 *
 * @param passes over the image, each [H, W, K]
 * @yields [W, K] for each row; the array is used again for the next
 */
export function* scoreRows(passes: readonly LogitPass[]): Generator<Float32Array, void, undefined> {
  const [{ logits, across, along }] = passes[0];
  const { channels: classes } = logits;
  const width = along.ends.length;
  const interpolators = passes.map((pass) => pass.map((patch) => rowInterpolator(patch.logits, patch)));
  const scores = new Float32Array(width * classes);
  const row = passes.length === 1 ? scores : new Float32Array(width * classes);
  for (let output = 0; output < across.ends.length; output++) {
    scores.fill(0);
    for (const addRows of interpolators) {
      row.fill(0);
      for (const addRow of addRows) addRow(output, row);
      if (row !== scores) addTo(scores, softmaxOnHost(row, classes));
    }
    yield scores;
  }
}

function addTo(sums: Float32Array, terms: Float64Array): void {
  for (let i = 0; i < terms.length; i++) sums[i] += terms[i];
}
