import { expect, it } from 'vitest';
import { nameClasses } from './name-classes.js';

const listed = (...paths: [string, number][]) => paths.map(([path, label]) => ({ path, label, origin: '' }));

it('nameClasses takes what their folders do not share', () => {
  expect(nameClasses(listed(['train/n01/1.jpg', 0], ['train/n02/1.jpg', 1]), 2)).toEqual(['n01', 'n02']);
  const nested = listed(['data/a/airfield/1.jpg', 0], ['data/c/cathedral/indoor/1.jpg', 1]);
  expect(nameClasses(nested, 2)).toEqual(['a/airfield', 'c/cathedral/indoor']);
});

it('nameClasses numbers classes of several folders, of none, and those that share one', () => {
  const images = listed(['a/1.jpg', 0], ['b/1.jpg', 0], ['c/1.jpg', 1]);
  expect(nameClasses(images, 3)).toEqual(['0', 'c', '2']);
  expect(nameClasses(listed(['1.jpg', 0], ['2.jpg', 1]), 2)).toEqual(['0', '1']);
});
