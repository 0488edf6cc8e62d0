import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.js';

const read = (...args: string[]) => readArguments(args, '/workspace');

describe('readArguments', () => {
  it('builds tfjs-node in the workspace with the wheel that the tests run with, unless told otherwise', () => {
    expect(read()).toEqual({
      packageName: 'tfjs-node',
      library: { wheel: 'tensorflow-cpu==2.21.0' },
      project: '/workspace',
    });
  });

  it('takes the wheel with CUDA for tfjs-node-gpu', () => {
    expect(read('--package', 'tfjs-node-gpu').library).toEqual({ wheel: 'tensorflow==2.21.0' });
    expect(read('--package', 'tfjs-node-gpu', '--wheel', 'tensorflow-cpu').library).toEqual({
      wheel: 'tensorflow-cpu==2.21.0',
    });
  });

  it('takes another version, a folder, another project', () => {
    expect(read('--wheel', 'tensorflow==2.18.1').library).toEqual({ wheel: 'tensorflow==2.18.1' });
    expect(read('--library=lib/tf', '--project', '..')).toMatchObject({
      library: { folder: resolve('lib/tf') },
      project: resolve('..'),
    });
  });

  it('refuses what it does not know', () => {
    expect(() => read('--package', 'tfjs')).toThrow(
      new RangeError('`--package` must be tfjs-node or tfjs-node-gpu, got tfjs'),
    );
    for (const wheel of ['torch', 'tensorflow==', 'tensorflow==2.x', 'tensorflow-cpu>=2', '']) {
      expect(() => read(`--wheel=${wheel}`)).toThrow(
        `\`--wheel\` must be tensorflow-cpu or tensorflow, or one of them with ==VERSION, got ${wheel}`,
      );
    }
    expect(() => read('--cuda')).toThrow(TypeError);
    expect(() => read('stray')).toThrow(TypeError);
  });

  it('refuses two libraries at once', () => {
    expect(() => read('--wheel', 'tensorflow', '--library', 'lib')).toThrow(
      '`--wheel` must be absent where --library is given, got tensorflow',
    );
  });
});
