import { afterEach, describe, expect, it, vi } from 'vitest';
import { withEnvironment } from './with-environment.js';

describe('withEnvironment', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('sets variables for the task alone, and leaves those that the user has set', async () => {
    vi.stubEnv('DISALIGN_TEST_MINE', 'mine');
    vi.stubEnv('DISALIGN_TEST_NEW', undefined);
    const read = async () => [process.env.DISALIGN_TEST_MINE, process.env.DISALIGN_TEST_NEW];
    const variables = { DISALIGN_TEST_MINE: 'other', DISALIGN_TEST_NEW: 'new' };
    expect(await withEnvironment(variables, read)).toEqual(['mine', 'new']);
    expect(await read()).toEqual(['mine', undefined]);
    const failing = withEnvironment(variables, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await read()).toEqual(['mine', undefined]);
  });
});
