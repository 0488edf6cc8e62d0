import type { GraphIndex } from './graph-index.js';

/** `word`, or `word1`, `word2`, …: the first with which no name of the graph begins. */
export function unusedPrefix({ graph }: GraphIndex, word: string): string {
  const names = [
    ...graph.node.flatMap(({ name, input, output }) => [name, ...input, ...output]),
    ...[...graph.initializer, ...graph.input, ...graph.output, ...graph.valueInfo].map(({ name }) => name),
  ];
  for (let number = 0; ; number++) {
    const prefix = number === 0 ? word : `${word}${number}`;
    if (!names.some((name) => name.startsWith(`${prefix}/`))) return prefix;
  }
}
