import { describe, expect, it } from 'vitest';
import { readMutants } from './read-mutants.js';

const options = { originals: [Uint8Array.of(1, 2), Uint8Array.of(3)], count: 10, nextInt: () => 0, file: 'a.bin' };

/** An error as a reader of files throws it. */
function formatError(message: string): Error {
  return Object.assign(new Error(message), { name: 'FileFormatError' });
}

describe('readMutants', () => {
  it('counts what is read and what is refused by name', async () => {
    const results = await readMutants(options, ({ length }) => {
      if (length === 1) throw formatError('a.bin: length must be 2, got 1');
    });
    expect(results).toEqual({ read: 5, refused: 5 });
  });

  it('passes on every other error, and a refusal without the name of the file', async () => {
    const crash = new TypeError('cannot read properties of undefined');
    await expect(readMutants(options, () => Promise.reject(crash))).rejects.toBe(crash);
    await expect(readMutants(options, () => Promise.reject(formatError('bad length')))).rejects.toThrow(
      'no file name in: bad length',
    );
  });

  it('fails when memory grows', async () => {
    const kept: Uint8Array[] = [];
    const hoard = () => {
      kept.push(new Uint8Array(2 ** 27));
    };
    await expect(readMutants(options, hoard)).rejects.toThrow(/^mutant [12] took \d+ bytes$/);
    expect(kept.length).toBeGreaterThan(1);
  });
});
