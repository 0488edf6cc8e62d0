import type { ResultSource } from './result-source.js';

const names: Readonly<Record<ResultSource, string>> = {
  ours: 'ours',
  paper: 'paper',
  'authors-code': "authors' code",
};

/** How a source is called where numbers of several stand side by side. */
export function sourceName(source: ResultSource | undefined): string {
  return names[source ?? 'ours'];
}
