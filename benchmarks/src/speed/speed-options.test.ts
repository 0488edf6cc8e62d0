import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { speedCases } from './cases/speed-case.js';
import { parseSpeedOptions } from './speed-options.js';

describe('parseSpeedOptions', () => {
  it('asks for everything when nothing is said', () => {
    expect(parseSpeedOptions([])).toMatchObject({
      only: ['kernels', 'pixels', 'counting', 'fit', 'generator'],
      cases: speedCases,
      threads: [1, 2],
      fit: { rows: 115_846, featureSize: 2048, classes: 1000 },
      epochs: 10,
      'generator-rows': 1_200_000,
    });
  });

  it('takes lists, sizes and names', () => {
    const args = ['--only', 'fit', '--cases', '8x4x2,3x2x1', '--threads', '4', '--contestants', 'wasm,triad'];
    expect(parseSpeedOptions([...args, '--relaxed-simd', '--rounds', '7'])).toMatchObject({
      only: ['fit'],
      cases: [
        { rows: 8, featureSize: 4, classes: 2 },
        { rows: 3, featureSize: 2, classes: 1 },
      ],
      threads: [4],
      contestants: ['wasm', 'triad'],
      'relaxed-simd': true,
      rounds: 7,
    });
  });

  it.each([
    [['--only', 'gpu'], '--only: '],
    [['--cases', '8x4'], '--cases: must be three sizes like 512x2048x1000'],
    [['--rounds', '0'], '--rounds: '],
    [['--threads', '1,two'], '--threads: '],
    [['--name', 'a/b'], '--name: must be letters, digits, - and _'],
    [['--fast'], "Unknown option '--fast'"],
  ])('names what is wrong with %s', (args, message) => {
    expect(() => parseSpeedOptions(args)).toThrow(UsageError);
    expect(() => parseSpeedOptions(args)).toThrow(message);
  });
});
