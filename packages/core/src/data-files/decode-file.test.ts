import { FileFormatError } from '../files/file-format-error.js';
import { describe, expect, it } from 'vitest';
import { decodeFile } from './decode-file.js';

describe('decodeFile', () => {
  it('gives what the decoder gives, at once or later', async () => {
    expect(await decodeFile('a.gz', 'gzip', () => 7)).toBe(7);
    expect(await decodeFile('a.gz', 'gzip', async () => 8)).toBe(8);
  });

  it.each([
    () => {
      throw new Error('bad header');
    },
    () => Promise.reject(new Error('bad header')),
  ])('names the file and keeps the cause where the decoder fails', async (decode) => {
    const decoding = decodeFile('a.gz', 'whole gzip data', decode);
    await expect(decoding).rejects.toBeInstanceOf(FileFormatError);
    await expect(decoding).rejects.toThrow('a.gz: content must be whole gzip data, got bad header');
    await expect(decoding).rejects.toMatchObject({ cause: new Error('bad header') });
  });
});
