import { describe, expect, it } from 'vitest';
import { colorsFor } from './colors.js';

const terminal = { isTTY: true, write: () => true };

describe('colorsFor', () => {
  it('marks text on a terminal', () => {
    expect(colorsFor(terminal, {}).good('better')).toBe('\u001B[32mbetter\u001B[39m');
    expect(colorsFor(terminal, { NO_COLOR: '' }).heading('a')).toBe('\u001B[1ma\u001B[22m');
  });

  it.each([
    ['what is no terminal', { ...terminal, isTTY: false }, {}],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }],
    ['a terminal without colours', terminal, { TERM: 'dumb' }],
  ])('leaves it plain for %s', (_, stream, env) => {
    const colors = colorsFor(stream, env);
    expect([colors.heading('a'), colors.good('b'), colors.doubtful('c')]).toEqual(['a', 'b', 'c']);
  });
});
