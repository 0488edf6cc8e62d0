import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.js';

describe('oneAtATime', () => {
  it('begins a task when all before it have ended, in the order given, failed ones too', async () => {
    const events: string[] = [];
    const task = (name: string, milliseconds: number, fails = false) =>
      oneAtATime(async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([task('slow', 10), task('failing', 5, true), task('fast', 0)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(events).toEqual(['slow', 'failing', 'fast'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });
});
