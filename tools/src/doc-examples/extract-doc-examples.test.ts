import { describe, expect, it } from 'vitest';
import { extractDocExamples } from './extract-doc-examples.js';

describe('extractDocExamples', () => {
  it('takes a fenced example and the line its code starts at', () => {
    const source = [
      '/**',
      ' * Adds.',
      ' *',
      ' * @example',
      ' * ```ts',
      ' * add(1, 2);',
      ' * ```',
      ' * @throws RangeError never',
      ' */',
      'export const add = 1;',
    ].join('\n');
    expect(extractDocExamples(source)).toEqual([{ code: 'add(1, 2);\n', line: 6 }]);
  });

  it('takes an example without a fence up to the next tag or the end of its comment', () => {
    const source = [
      'const before = 0;',
      '  /**',
      '   * @example',
      '   * if (a) {',
      '   *   b();',
      '   * }',
      '   * @see c',
      '   */',
      '/**',
      ' * @example',
      ' * d();',
      ' */',
    ].join('\n');
    expect(extractDocExamples(source)).toEqual([
      { code: 'if (a) {\n  b();\n}\n', line: 4 },
      { code: 'd();\n', line: 11 },
    ]);
  });

  it('leaves comments without an example, and code that looks like one, alone', () => {
    expect(extractDocExamples('/** One line. */\n// @example\nconst a = 1;\n/* @example no() */')).toEqual([]);
  });
});
