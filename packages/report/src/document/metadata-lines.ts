import type { ReportMetadata } from './report.js';

/** What a report was made with, as the items of a list: a name and its text each. */
export function metadataLines(metadata: ReportMetadata): [name: string, text: string][] {
  const { date, command, machine, backend, versions, commit, seeds = {}, data = {} } = metadata;
  const lines: [string, string | undefined][] = [
    ...Object.entries(data).map(([name, value]): [string, string] => [name, value.toLocaleString('en-US')]),
    ...Object.entries(seeds).map(([name, list]): [string, string] => [`Seeds, ${name}`, list.join(', ')]),
    ['Machine', machine],
    ['Backend', backend],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Commit', commit],
    ['Date', date],
    ['Command', command === undefined ? undefined : `\`${command}\``],
  ];
  return lines.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, text]]));
}
