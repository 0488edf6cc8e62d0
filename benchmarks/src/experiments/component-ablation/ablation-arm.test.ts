import { fitCalibration, identityCalibration } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { tinyFeatures } from '../fixtures/tiny-features.js';
import { ablationArms } from './ablation-arm.js';

describe('ablationArms', () => {
  it('train 0, 0, KD + K, K, K, 2K and 2K + D + 1 numbers', () => {
    const sizes = { classes: 10, featureSize: 64 };
    expect(ablationArms.map(({ trainedParameters }) => trainedParameters(sizes))).toEqual([0, 0, 650, 10, 10, 20, 85]);
  });

  it('have names of their own, and the baseline first', () => {
    expect(new Set(ablationArms.map(({ name }) => name)).size).toBe(7);
    expect(ablationArms[0].method.kind).toBe('untouched');
  });

  it.each(
    ablationArms.flatMap(({ name, method, trainedParameters }) =>
      method.kind === 'calibration' ? [{ name, learn: method.learn, trainedParameters }] : [],
    ),
  )('$name moves as many numbers as it says, in its own parts alone', async ({ name, learn, trainedParameters }) => {
    const { train, validation, trainCounts } = tinyFeatures();
    const data = { train, validation, counts: trainCounts };
    const { calibration } = await fitCalibration(data, { settings: { learn, rho: 1 } });
    const identity = identityCalibration(train.classes);
    const moved = {
      scale: differences(calibration.scale, identity.scale),
      bias: differences(calibration.bias, identity.bias),
      // Weights start at 0, and the bias of the layer at a number of its own.
      confidence: calibration.confidence === null ? 0 : differences(calibration.confidence.weight) + 1,
    };
    const { classes, featureSize } = train;
    const isFull = name === 'full DisAlign';
    expect(moved).toEqual({
      scale: isFull || name.includes('magnitude') ? classes : 0,
      bias: isFull || name.includes('margin') ? classes : 0,
      confidence: isFull ? featureSize + 1 : 0,
    });
    expect(moved.scale + moved.bias + moved.confidence).toBe(trainedParameters({ classes, featureSize }));
  });
});

/** How many numbers are not what they were. */
function differences(values: Float64Array, start: Float64Array = new Float64Array(values.length)): number {
  return values.reduce((count, value, i) => count + Number(value !== start[i]), 0);
}
