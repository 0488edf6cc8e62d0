import { IMAGENET_STATISTICS } from '@disalign/core/photographs';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { standardizeChannels } from './standardize-channels.js';

describe('standardizeChannels', () => {
  it('takes each channel by its own mean and deviation', () => {
    // (51 / 255 - 0.5) / 0.25 = -1.2, (255 / 255 - 0.25) / 0.5 = 1.5
    const inputs = standardizeChannels(Uint8Array.of(51, 255, 0, 0), { mean: [0.5, 0.25], deviation: [0.25, 0.5] });
    expectClose(inputs, [-1.2, 1.5, -2, -0.5], { relative: 1e-6 });
  });

  it('knows the statistics of ImageNet', () => {
    // torchvision's Normalize of white, by hand: (1 - .485) / .229, (1 - .456) / .224, (1 - .406) / .225
    const white = standardizeChannels(Uint8Array.of(255, 255, 255), IMAGENET_STATISTICS);
    expectClose(white, [2.248908, 2.428571, 2.64], { relative: 1e-6 });
  });

  it('refuses statistics that do not fit, and pieces of pixels', () => {
    expect(() => standardizeChannels(new Uint8Array(3), { mean: [0, 0, 0], deviation: [1, 0, 1] })).toThrow(
      new RangeError('standardizeChannels: `deviation` must be positive, one for each of 3 means, got [1,0,1]'),
    );
    expect(() => standardizeChannels(new Uint8Array(4), IMAGENET_STATISTICS)).toThrow(
      '`pixels` must hold a multiple of 3 values, got 4',
    );
  });
});
