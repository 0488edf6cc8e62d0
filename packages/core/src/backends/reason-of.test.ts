import { describe, expect, it } from 'vitest';
import { reasonOf } from './reason-of.js';

describe('reasonOf', () => {
  it('is the text of whatever was thrown, on one line', () => {
    expect(reasonOf(new Error('no card\n   in this machine '))).toBe('no card in this machine');
    expect(reasonOf({ message: 'both async and sync fetching failed' })).toBe('both async and sync fetching failed');
    expect([reasonOf('text'), reasonOf(undefined), reasonOf(null), reasonOf(3)]).toEqual([
      'text',
      'undefined',
      'null',
      '3',
    ]);
  });
});
