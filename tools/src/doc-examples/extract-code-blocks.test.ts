import { describe, expect, it } from 'vitest';
import { extractCodeBlocks } from './extract-code-blocks.js';

describe('extractCodeBlocks', () => {
  it('takes ts blocks and their lines, and leaves sh and json alone', () => {
    const markdown = [
      '# Title',
      '```ts',
      'const a = 1;',
      'a.toFixed();',
      '```',
      '```sh',
      'npm test',
      '```',
      '```json',
      '{}',
      '```',
      '```',
      'plain',
      '```',
      '```ts',
      'const b = 2;',
      '```',
    ].join('\n');
    expect(extractCodeBlocks(markdown)).toEqual([
      { code: 'const a = 1;\na.toFixed();\n', line: 3 },
      { code: 'const b = 2;\n', line: 16 },
    ]);
  });

  it('removes the indentation of a block inside a list, and keeps its own', () => {
    const markdown = '- item\n\n  ```ts\n  if (a) {\n    b();\n  }\n  ```\n';
    expect(extractCodeBlocks(markdown)).toEqual([{ code: 'if (a) {\n  b();\n}\n', line: 4 }]);
  });

  it('finds nothing in a text without blocks', () => {
    expect(extractCodeBlocks('some `code` only')).toEqual([]);
  });
});
