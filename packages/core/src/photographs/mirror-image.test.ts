import { expect, it } from 'vitest';
import { mirrorImage } from './mirror-image.js';

it('mirrorImage exchanges left and right of each row, and keeps the channels of a pixel together', () => {
  const grey = Uint8Array.of(1, 2, 3, 4, 5, 6);
  expect([...mirrorImage(grey, { height: 2, width: 3, channels: 1 })]).toEqual([3, 2, 1, 6, 5, 4]);
  expect([...mirrorImage(grey, { height: 1, width: 2, channels: 3 })]).toEqual([4, 5, 6, 1, 2, 3]);
});
