import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataFolders } from './data-folders.js';

describe('dataFolders', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('looks nowhere else when the caller names a folder', () => {
    expect(dataFolders('mine', 'letters', ['/usr/share/letters'])).toEqual([resolve('mine')]);
  });

  it('looks into $DISALIGN_DATA, then where the system keeps it', () => {
    vi.stubEnv('DISALIGN_DATA', '/all');
    expect(dataFolders(undefined, 'letters', ['/usr/share/letters'])).toEqual([
      resolve('/all', 'letters'),
      '/usr/share/letters',
    ]);
  });

  it('looks into data where the variable is not set', () => {
    vi.stubEnv('DISALIGN_DATA', '');
    expect(dataFolders(undefined, 'letters')).toEqual([resolve('data', 'letters')]);
  });
});
