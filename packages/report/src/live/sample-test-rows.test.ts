import { expect, it } from 'vitest';
import { sampleTestRows } from './sample-test-rows.js';

// Eight rows of one feature and two logits; the feature is the number of the row.
const labels = Int32Array.of(0, 0, 0, 0, 0, 1, 0, 1);
const features = Float32Array.from(labels, (_, row) => row);
const logits = Float32Array.from({ length: 16 }, (_, index) => index);
const test = { features, logits, labels };

it('takes all rows where they fit', () => {
  expect(sampleTestRows(test, 2, 48)).toBe(test);
});

it('takes as many rows of each class, evenly spaced, with their features and logits', () => {
  // 24 bytes are four rows, two a class: of rows 0 1 2 3 4 6 those at 1/4 and 3/4, and both of 5 7.
  const sample = sampleTestRows(test, 2, 24);
  expect(Array.from(sample.features)).toEqual([1, 4, 5, 7]);
  expect(Array.from(sample.labels)).toEqual([0, 0, 1, 1]);
  expect(Array.from(sample.logits)).toEqual([2, 3, 8, 9, 10, 11, 14, 15]);
});

it('takes one row of each class where not even that fits', () => {
  expect(Array.from(sampleTestRows(test, 2, 1).features)).toEqual([3, 7]);
});
