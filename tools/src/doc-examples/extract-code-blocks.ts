import { lineAt } from './line-at.js';

/** A piece of TypeScript found in a document, and the line (from 1) at which its first line stands there. */
export interface CodeBlock {
  readonly code: string;
  readonly line: number;
}

const fence = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

/** The blocks of a Markdown text that are fenced as `ts`, in order. Blocks of other languages are not ours to run. */
export function extractCodeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(fence)]
    .filter(([, , language]) => language === 'ts')
    .map((match) => ({
      code: match[3].replaceAll(new RegExp(`^${match[1]}`, 'gm'), ''),
      line: lineAt(markdown, match.index) + 1,
    }));
}
