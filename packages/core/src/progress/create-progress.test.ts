import { describe, expect, it } from 'vitest';
import { createProgress } from './create-progress.js';

/** A stream that keeps what it is given, and a clock that is set by hand. */
function terminal(stream: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  const clock = { time: 5000 };
  const progress = createProgress({
    stream: { ...stream, write: (text: string) => written.push(text) },
    totalTasks: 2,
    now: () => clock.time,
  });
  return { written, clock, progress };
}

const END = '\u001B[K';

describe('createProgress', () => {
  it('writes one line over the other on a terminal, with what every task said last', () => {
    const { written, clock, progress } = terminal({ isTTY: true, columns: 100 });
    progress.update('a', 'features', 0.5);
    clock.time += 10_000;
    progress.update('b', 'margin', 0.1);
    clock.time += 10_000;
    progress.update('a', 'full', 0.7);
    expect(written).toEqual([
      `\r25 %  0:00 taken, 0:00 left | a: features 50 %${END}`,
      `\r30 %  0:10 taken, 0:23 left | a: features 50 % | b: margin 10 %${END}`,
      // Of 2 tasks 0.8 is done in 20 s.
      `\r40 %  0:20 taken, 0:30 left | a: full 70 % | b: margin 10 %${END}`,
    ]);
  });

  it('writes at most ten times a second, and forgets nothing of what came between', () => {
    const { written, clock, progress } = terminal({ isTTY: true, columns: 100 });
    for (let update = 0; update <= 100; update++) {
      progress.update('a', 'x', update / 200);
      if (update < 100) clock.time += 10;
    }
    // At 0, 100, ... 1000 ms.
    expect(written).toHaveLength(11);
    progress.update('b', 'y', 0);
    clock.time += 100;
    progress.update('a', 'x', 0.6);
    expect(written).toHaveLength(12);
    expect(written[11]).toContain('a: x 60 % | b: y 0 %');
  });

  it('cuts the line to the width of the terminal, and to 80 where that is unknown', () => {
    for (const columns of [30, 0, undefined]) {
      const { written, progress } = terminal({ isTTY: true, columns });
      progress.update('a', 'x'.repeat(200), 0);
      expect(written[0]).toHaveLength('\r'.length + (columns || 80) - 1 + END.length);
    }
  });

  it('removes its line when done, once', () => {
    const { written, progress } = terminal({ isTTY: true });
    progress.update('a', 'x', 0.5);
    progress.done();
    progress.done();
    expect(written.slice(1)).toEqual([`\r${END}`]);
  });

  it.each([{ isTTY: false }, {}])('writes nothing at all to %o, which is no terminal', (stream) => {
    const { written, progress } = terminal(stream);
    progress.update('a', 'x', 0.5);
    progress.done();
    expect(written).toEqual([]);
  });
});
