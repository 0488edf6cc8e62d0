import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inSilence } from './in-silence.js';

describe('inSilence', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('drops what TensorFlow.js and Emscripten say by themselves, and nothing else', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const result = await inSilence(async () => {
      console.warn('wasm streaming compile failed: no MIME type');
      console.warn('Platform node has already been set. Overwriting the platform with node.');
      console.warn('Aborted(no file)');
      console.warn('a user is warned', 7);
      expect(tf.env().getBool('PROD')).toBe(true);
      return 3;
    });
    expect(result).toBe(3);
    expect(warn.mock.calls).toEqual([['a user is warned', 7]]);
  });

  it('puts everything back, also after an error, and lets the replaced console.warn through', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const before = { warn: console.warn, production: tf.env().getBool('PROD') };
    let kept: typeof console.warn = () => undefined;
    const run = inSilence(async () => {
      kept = console.warn;
      throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    expect(console.warn).toBe(before.warn);
    expect(tf.env().getBool('PROD')).toBe(before.production);
    // Emscripten keeps the one it found.
    kept('Aborted(later)');
    expect(warn.mock.calls).toEqual([['Aborted(later)']]);
  });
});
