import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { layPatches, type LogitPass } from './logit-pass.js';
import { scoreRows } from './score-rows.js';

describe('scoreRows', () => {
  const image = { height: 2, width: 2 };
  const grid = { rows: [{ start: 0, end: 2 }], columns: [{ start: 0, end: 2 }] };
  const pass = (logits: readonly number[], mirrored = false): LogitPass =>
    layPatches([{ height: 1, width: 2, channels: 2, data: Float32Array.from(logits) }], {
      image,
      input: image,
      grid,
      throughInput: true,
      mirrored,
    });

  it('gives the logits of one pass, row by row', () => {
    const rows = Array.from(scoreRows([pass([1, 2, 3, 4])]), (row) => [...row]);
    expect(rows).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('adds the probabilities of several, the mirrored one mirrored back', () => {
    // Odds of 3 to 1 on the left and even ones on the right, and the same again, seen in a mirror.
    const logits = [Math.log(3), 0, 5, 5];
    const mirrored = [5, 5, Math.log(3), 0];
    const [row] = Array.from(scoreRows([pass(logits), pass(mirrored, true)]), (scores) => [...scores]);
    expectClose(row, [1.5, 0.5, 1, 1], { relative: 1e-6 });
  });

  it('adds finite probabilities of huge logits', () => {
    const [row] = Array.from(scoreRows([pass([1e30, -1e30, 0, 1e4]), pass([0, 0, 0, 0])]), (scores) => [...scores]);
    expectClose(row, [1.5, 0.5, 0.5, 1.5], { relative: 1e-6 });
  });
});
