import { afterEach, describe, expect, it, vi } from 'vitest';
import { absentEnvironments, presentBackends } from './present-environments.js';

describe('presentBackends', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('is what DISALIGN_BACKENDS names of those that are there, all of them if it names none', () => {
    for (const all of [undefined, '']) {
      vi.stubEnv('DISALIGN_BACKENDS', all);
      expect(presentBackends()).toEqual(expect.arrayContaining(['cpu', 'wasm']));
    }
    vi.stubEnv('DISALIGN_BACKENDS', 'wasm,cpu');
    expect(presentBackends()).toEqual(['cpu', 'wasm']);
    vi.stubEnv('DISALIGN_BACKENDS', 'wasm');
    expect(presentBackends()).toEqual(['wasm']);
    expect(absentEnvironments()).toMatchObject({ cpu: 'not in DISALIGN_BACKENDS', node: 'not in DISALIGN_BACKENDS' });
  });

  it('refuses the name of no backend', () => {
    vi.stubEnv('DISALIGN_BACKENDS', 'wasm,webgl');
    expect(() => presentBackends()).toThrow(
      new Error('DISALIGN_BACKENDS: must name some of cpu, wasm, webgpu, node, got webgl'),
    );
  });
});
