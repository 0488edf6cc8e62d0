import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { besideBusyCore } from './beside-busy-core.js';

it('besideBusyCore keeps a core busy, and gives back what was run', async () => {
  const busyTime = () => cpus().reduce((sum, { times }) => sum + times.user + times.nice, 0);
  const spent = await besideBusyCore(async () => {
    const before = busyTime();
    await wait(1000);
    return busyTime() - before;
  });
  expect(spent).toBeGreaterThan(100);
});
