import { expect, it } from 'vitest';
import { countWholeRecords } from './count-whole-records.js';

it('countWholeRecords says in which place an error stands', () => {
  expect(countWholeRecords('{"a": [1, 2], "b": "},"}, "x\\",", {"a": }, 7')).toBe(2);
  expect(countWholeRecords('nothing')).toBe(0);
});
