import { describe, expect, it } from 'vitest';
import { progressLine } from './progress-line.js';

const tasks = [
  { name: 'glyph-lt-0', text: 'features', share: 0.5 },
  { name: 'glyph-lt-1', text: 'done', share: 1 },
  { name: 'glyph-lt-2', text: 'margin (c = 1)', share: 0.25 },
];
const state = { tasks, totalTasks: 5, elapsedSeconds: 70, width: 200 };

describe('progressLine', () => {
  it('counts tasks to come as not begun, and lists those that run', () => {
    // (0.5 + 1 + 0.25) / 5 = 35 %; 70 s * 65 / 35 = 130 s.
    expect(progressLine(state)).toBe(
      '35 %  1:10 taken, 2:10 left | glyph-lt-0: features 50 % | glyph-lt-2: margin (c = 1) 25 %',
    );
  });

  it('counts what it was told of where no number of tasks is given, or too small a one', () => {
    // 1.75 / 3
    expect(progressLine({ ...state, totalTasks: 0 })).toMatch(/^58 % {2}1:10 taken, 0:50 left/);
  });

  it('guesses no time left before something is done', () => {
    expect(progressLine({ ...state, tasks: [], elapsedSeconds: 0 })).toBe('0 %  0:00 taken, ? left');
  });

  it('writes hours, and seconds that are rounded up as the next minute', () => {
    const line = progressLine({ ...state, tasks: [{ name: 'a', text: 'b', share: 1 }], elapsedSeconds: 3659.6 });
    expect(line).toBe('20 %  1:01:00 taken, 4:03:58 left');
  });

  it('takes shares outside 0 to 1 for their nearest end', () => {
    const shares = (...values: number[]) => values.map((share, i) => ({ name: `${i}`, text: '', share }));
    expect(progressLine({ ...state, tasks: shares(1.5, -1), totalTasks: 2 })).toMatch(/^50 % /);
  });

  it('is shorter than the terminal is wide, whatever that is', () => {
    expect(progressLine({ ...state, width: 40 })).toBe('35 %  1:10 taken, 2:10 left | glyph-lt…');
    for (const width of [0, 1, 2, 10]) expect(progressLine({ ...state, width }).length).toBe(Math.max(width - 1, 0));
  });

  it('stays on one line', () => {
    const line = progressLine({ ...state, tasks: [{ name: 'a', text: 'b\r\n\u001B[2Jc', share: 0 }] });
    expect(line).toBe('0 %  1:10 taken, ? left | a: b [2Jc 0 %');
  });
});
