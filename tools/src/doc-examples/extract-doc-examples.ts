import { type CodeBlock, extractCodeBlocks } from './extract-code-blocks.js';
import { lineAt } from './line-at.js';

const docComment = /\/\*\*[\s\S]*?\*\//g;
const example = /^@example\b[^\n]*\n?([\s\S]*?)(?=^@\w|$(?![\s\S]))/gm;

/**
 * The `@example`s in the doc comments of a source text, in order. As typedoc reads them: the `ts` blocks of an example, or
 * all of it where it holds no block.
 */
export function extractDocExamples(source: string): CodeBlock[] {
  return [...source.matchAll(docComment)].flatMap((comment) => {
    const firstLine = lineAt(source, comment.index);
    return examplesIn(stripDecoration(comment[0])).map(({ code, line }) => ({ code, line: firstLine + line - 1 }));
  });
}

function examplesIn(text: string): CodeBlock[] {
  return [...text.matchAll(example)].flatMap((match) => {
    const body = match[1];
    const line = lineAt(text, match.index + match[0].length - body.length);
    if (!body.includes('```')) return [{ code: body, line }];
    return extractCodeBlocks(body).map((block) => ({ code: block.code, line: line + block.line - 1 }));
  });
}

/** The text of a comment without its stars, on the same lines. */
function stripDecoration(comment: string): string {
  return comment
    .replace(/^\/\*\*/, '')
    .replace(/\s*\*\/$/, '\n')
    .replaceAll(/^[ \t]*\* ?/gm, '');
}
