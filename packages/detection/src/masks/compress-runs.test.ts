import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressRuns } from './compress-runs.js';
import { decompressRuns } from './decompress-runs.js';

const codes: [number[], string][] = [
  [[0], '0'],
  [[0, 5], '05'],
  [[3, 1, 2], '312'],
  [[6, 1, 40, 4, 5, 4, 5, 4, 21], '61X13mN000`0'],
  [[0, 1_000_000], '0Pb`n0'],
  [[15, 16, 31, 32, 33, 1023, 1024, 1025], '?`0o0`02on0on02'],
  [[500, 20, 500, 1, 2, 1, 500], 'd?d0d?]O^@0b?'],
];

const pixelsOf = (runs: readonly number[]) => runs.reduce((sum, run) => sum + run, 0);

describe('the compressed string of runs', () => {
  it.each(codes)('%j is %s, there and back', (runs, counts) => {
    expect(compressRuns(Uint32Array.from(runs))).toBe(counts);
    expect([...decompressRuns(counts, { height: pixelsOf(runs), width: 1 }).runs]).toEqual(runs);
  });

  it('any runs come back, up to the largest mask', () => {
    const anyRuns = fc.array(fc.oneof(fc.nat(40), fc.nat(2 ** 24)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const mask = decompressRuns(compressRuns(Uint32Array.from(runs)), { height: pixelsOf(runs), width: 1 });
        expect([...mask.runs]).toEqual(runs);
      }),
    );
    const largest = Uint32Array.of(0, 2 ** 31 - 1, 0, 0);
    expect(decompressRuns(compressRuns(largest), { height: 1, width: 2 ** 31 - 1 }).runs).toEqual(largest);
  });
});

describe('a string that is none', () => {
  const size = { height: 4, width: 1 };
  it.each([
    ['a run cut off', '4P', 'got a run cut off'],
    ['a character below the codes', '1 ', 'got " " in place 1'],
    ['a character above the codes', '1p', 'got "p" in place 1'],
    ['a character beyond a byte', '1\u1234', 'in place 1'],
    ['a negative run', '1O', 'got -1 as run 1'],
    ['a run longer than the mask', '5', 'got 5 as run 0'],
    ['a number that never ends', 'o'.repeat(1000), 'got a longer one'],
    ['runs that fall short', '12', 'must sum to the 4 pixels of the mask, got 3'],
    ['runs that overshoot', '14', 'must sum to the 4 pixels of the mask, got 5'],
    ['nothing', '', 'got 0'],
  ])('%s', (_, counts, message) => {
    expect(() => decompressRuns(counts, size)).toThrow(RangeError);
    expect(() => decompressRuns(counts, size)).toThrow(message);
  });

  it('belongs to a size that is none', () => {
    expect(() => decompressRuns('4', { height: 2.5, width: 1 })).toThrow(/whole numbers .* got 2.5 x 1/);
    expect(() => decompressRuns('4', { height: 2 ** 16, width: 2 ** 16 })).toThrow(/at most 2\^31 - 1/);
  });
});
