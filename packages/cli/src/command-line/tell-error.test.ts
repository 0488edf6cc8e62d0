import { FileFormatError, FitDivergedError } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { createContext } from './command-context.js';
import { tellError } from './tell-error.js';
import { UsageError } from './usage-error.js';

function told(error: unknown, signal = new AbortController().signal) {
  let stderr = '';
  const stream = { write: (text: string) => (stderr += text) };
  const code = tellError(error, createContext({ stdout: stream, stderr: stream, signal, env: {} }));
  return { code, stderr };
}

describe('tellError', () => {
  it.each([
    new UsageError('a\n b'),
    new FileFormatError({ file: 'f', field: 'x', expected: 'y', got: 'z' }),
    new FitDivergedError('fitCalibration: the fit failed'),
    Object.assign(new Error('ENOSPC: no space left on device, write'), { syscall: 'write' }),
    new RangeError('fitCalibration: `rho` must be a number'),
    new TypeError('ClassificationCalibrator.fit: `train` must be a source'),
  ])('tells in one line what the user can put right: %s', (error) => {
    const { code, stderr } = told(error);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^disalign: .*\n$/);
  });

  it.each([new RangeError('Invalid array length'), new TypeError('x is not a function'), new Error('what')])(
    'shows the stack of a fault of the program: %s',
    (error) => {
      const { code, stderr } = told(error);
      expect(code).toBe(1);
      expect(stderr).toContain('tell-error.test.ts');
    },
  );

  it('calls an interruption by its name, whatever came of it', () => {
    expect(told(new Error('anything'), AbortSignal.abort())).toEqual({ code: 130, stderr: 'disalign: interrupted\n' });
  });
});
