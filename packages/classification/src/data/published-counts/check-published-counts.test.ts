import { shotGroups } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { exponentialCounts } from '../long-tail-counts/exponential-counts.js';
import { checkPublishedCounts } from './check-published-counts.js';
import {
  imageNetLongTailCounts,
  iNaturalist2018Counts,
  placesLongTailCounts,
  type PublishedCounts,
} from './published-counts.js';

const small: PublishedCounts = {
  classes: 3,
  train: 127,
  largest: 101,
  smallest: 5,
  validationPerClass: 2,
  testPerClass: 0,
  many: 1,
  medium: 1,
  few: 1,
};

/** Pictures of each class, as many as counted. */
const records = (...counts: number[]) =>
  counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, number) => ({ path: `${label}/${number}`, label })),
  );

const listed = { name: 'Small-LT', classNames: ['a', 'b', 'c'] };

describe('checkPublishedCounts', () => {
  it('takes what was published', () => {
    const all = { train: records(21, 101, 5), validation: records(2, 2, 2), test: [] };
    expect(() => checkPublishedCounts({ ...listed, records: all }, small)).not.toThrow();
  });

  it('names every number that is another', () => {
    const cut = { train: records(21, 100, 5), validation: records(2, 1, 2), test: records(1) };
    expect(() => checkPublishedCounts({ ...listed, records: cut }, small)).toThrow(
      'Small-LT must have the published numbers, unless it is a `subset`: training images 127, got 126; ' +
        'training images of a class 5..101, got 5..100; many/medium/few classes 1/1/1, got 0/2/1; ' +
        'validation images of a class 2, got 1..2; test images of a class 0, got 0..1',
    );
  });
});

describe('published counts', () => {
  // The splits of the benchmarks' tables: classes, training, validation and test images, the ends, and the groups.
  it.each([
    { counts: imageNetLongTailCounts, classes: 1000, validation: 20_000, test: 50_000 },
    { counts: placesLongTailCounts, classes: 365, validation: 7300, test: 36_500 },
    { counts: iNaturalist2018Counts, classes: 8142, validation: 24_426, test: 0 },
  ])('of $classes classes agree with each other', ({ counts, classes, validation, test }) => {
    expect(counts.classes).toBe(classes);
    expect(counts.many + counts.medium + counts.few).toBe(classes);
    expect(counts.classes * counts.validationPerClass).toBe(validation);
    expect(counts.classes * counts.testPerClass).toBe(test);
    // Every tail with these groups and ends lies between these totals.
    const { many, medium, few, smallest, largest, train } = counts;
    expect(train).toBeGreaterThan(101 * many + 20 * medium + smallest * few);
    expect(train).toBeLessThan(largest * many + 100 * medium + 19 * few);
  });

  // CIFAR-100-LT as published, by imbalance: the groups follow from the rule.
  it.each([
    { imbalance: 10, groups: [69, 31, 0] },
    { imbalance: 50, groups: [41, 41, 18] },
    { imbalance: 100, groups: [35, 35, 30] },
    { imbalance: 200, groups: [30, 31, 39] },
  ])('of CIFAR-100-LT at imbalance $imbalance have groups of $groups', ({ imbalance, groups }) => {
    const found = shotGroups(exponentialCounts({ classes: 100, max: 500, imbalance }));
    expect(['many', 'medium', 'few'].map((name) => found.filter((group) => group === name).length)).toEqual(groups);
  });
});
