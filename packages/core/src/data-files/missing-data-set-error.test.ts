import { describe, expect, it } from 'vitest';
import { MissingDataSetError } from './missing-data-set-error.js';

describe('MissingDataSetError', () => {
  it('says in one line what, where and how, and keeps the parts', () => {
    const missing = {
      dataSet: 'Flowers',
      lookedFor: ['a.bin', 'b.bin'],
      lookedIn: ['/one', '/two'],
      howToGet: 'Pick them.',
    };
    const error = new MissingDataSetError(missing);
    expect(error.message).toBe('Flowers is not here: looked for a.bin, b.bin in /one, /two. Pick them.');
    expect(error.name).toBe('MissingDataSetError');
    expect(error.missing).toEqual(missing);
  });
});
