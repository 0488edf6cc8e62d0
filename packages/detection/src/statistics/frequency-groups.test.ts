import { expect, it } from 'vitest';
import { frequencyGroups } from './frequency-groups.js';

it('frequencyGroups are those of the released LVIS v1: rare to 10, common to 100', () => {
  expect(frequencyGroups([0, 1, 10, 11, 100, 101, 1977]).join('')).toBe('rrrccff');
  expect(() => frequencyGroups([3, -1])).toThrow('`imageCounts[1]` must be a whole number from 0, got -1');
});
