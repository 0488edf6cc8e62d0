import { describe, expect, it } from 'vitest';
import { calibrateOnHost } from './calibrate-on-host.js';
import { withBackgroundColumn } from './with-background-column.js';

describe('withBackgroundColumn', () => {
  it.each(['blend', 'additive'] as const)('leaves the logit of the background as it is, in the form %s', (form) => {
    const calibration = { form, scale: Float64Array.of(2, 3), bias: Float64Array.of(0.5, -1), confidence: null };
    const [first, second] = calibrateOnHost(
      { rows: 1, features: new Float32Array(0), logits: Float32Array.of(4, 5) },
      calibration,
    );
    // The classes have 4 and 5, the background 7.
    const logitsOf = (background: 'first' | 'last') => {
      const logits = background === 'first' ? Float32Array.of(7, 4, 5) : Float32Array.of(4, 5, 7);
      const row = { rows: 1, features: new Float32Array(0), logits };
      return [...calibrateOnHost(row, withBackgroundColumn(calibration, background))];
    };
    expect(logitsOf('first')).toEqual([7, first, second]);
    expect(logitsOf('last')).toEqual([first, second, 7]);
  });
});
