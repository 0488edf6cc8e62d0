import { describe, expect, it } from 'vitest';
import { expectClose } from './expect-close.js';

describe('expectClose', () => {
  it('takes a difference up to the tolerance of each element', () => {
    expect(() => expectClose([100.001, 1], [100, 1], { relative: 1.1e-5 })).not.toThrow();
    expect(() => expectClose([100, 1.001], [100, 1], { relative: 1e-5 })).toThrow(
      /1 of 2 differ\n {2}\[1\] got 1.001, expected 1/,
    );
  });

  it('takes a difference relative to the largest expected value', () => {
    expect(() => expectClose([100, 1.001], [-100, 1], { relativeToLargest: 1.1e-5 })).toThrow(/\[0\]/);
    expect(() => expectClose([-100, 1.001], [-100, 1], { relativeToLargest: 1.1e-5 })).not.toThrow();
  });

  it('has no absolute tolerance unless given', () => {
    expect(() => expectClose([1e-30], [0], { relative: 1e-5 })).toThrow(/expected 0/);
    expect(() => expectClose([1e-7], [0], { relative: 1e-5, absolute: 1e-6 })).not.toThrow();
  });

  it('matches NaN and infinities exactly', () => {
    expect(() => expectClose([NaN, Infinity, -Infinity, -0], [NaN, Infinity, -Infinity, 0], {})).not.toThrow();
    for (const [actual, expected] of [
      [NaN, Infinity],
      [Infinity, NaN],
      [Infinity, -Infinity],
      [3.4e38, Infinity],
      [Infinity, 1],
      [NaN, 0],
    ]) {
      expect(() => expectClose([actual], [expected], { relative: 1, absolute: 1e9 })).toThrow(/1 of 1 differ/);
    }
  });

  it('measures the largest value without infinities', () => {
    expect(() => expectClose([Infinity, 2], [Infinity, 1], { relativeToLargest: 0.5 })).toThrow(/\[1\]/);
  });

  it('refuses another length', () => {
    expect(() => expectClose([1], [1, 2], {})).toThrow('expectClose: got 1 values, expected 2');
  });
});
