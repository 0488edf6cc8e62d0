import { expectClose } from '@disalign/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { softmaxOnHost } from './softmax-on-host.js';

describe('softmaxOnHost', () => {
  it('gives the probabilities of two rows', () => {
    // exp(0) : exp(log 3) = 1 : 3
    expectClose(softmaxOnHost(Float64Array.of(0, Math.log(3), 5, 5), 2), [0.25, 0.75, 0.5, 0.5], { relative: 1e-15 });
  });

  it('neither overflows nor loses rows of -Infinity beside a finite logit', () => {
    expectClose(softmaxOnHost(Float32Array.of(1e4, -1e4, 0, -Infinity), 2), [1, 0, 1, 0], {});
  });

  it('sums to 1, whatever is added to a row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -100, max: 100 }),
        (logits, shift) => {
          const plain = softmaxOnHost(Float64Array.from(logits), logits.length);
          const shifted = softmaxOnHost(
            Float64Array.from(logits, (value) => value + shift),
            logits.length,
          );
          expectClose([plain.reduce((a, b) => a + b, 0)], [1], { relative: 1e-12 });
          expectClose(shifted, plain, { relative: 1e-10 });
        },
      ),
    );
  });

  it('refuses half a row', () => {
    const message = 'softmaxOnHost: `logits` must hold rows of `classes` numbers, got 3 and 2';
    expect(() => softmaxOnHost(new Float32Array(3), 2)).toThrow(new RangeError(message));
  });
});
