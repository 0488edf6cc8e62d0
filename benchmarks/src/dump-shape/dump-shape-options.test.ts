import { expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { parseDumpShapeOptions } from './dump-shape-options.js';

it('parseDumpShapeOptions asks for all methods at full size when nothing is said', () => {
  expect(parseDumpShapeOptions([])).toEqual({
    part: 1,
    kinds: ['post-hoc', 'head retrained'],
    relaxed: false,
    help: false,
  });
  const asked = parseDumpShapeOptions(['--part', '100', '--kind', 'head-retrained', '--relaxed-simd']);
  expect(asked).toEqual({ part: 100, kinds: ['head retrained'], relaxed: true, help: false });
});

it.each([
  [['--part', '0'], '--part: '],
  [['--part', 'half'], '--part: must be a whole number'],
  [['--kind', 'slow'], '--kind: must be post-hoc or head-retrained'],
  [['--fast'], "Unknown option '--fast'"],
])('parseDumpShapeOptions names what is wrong with %s', (args, message) => {
  expect(() => parseDumpShapeOptions(args)).toThrow(UsageError);
  expect(() => parseDumpShapeOptions(args)).toThrow(message);
});
