import type { Environment } from './describe-environment.js';

/** What a result was made with, as the items of a list. */
export function environmentLines({ machine, backend, node, packages, source, ...run }: Environment): string[] {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `Machine: ${machine.cpu}, ${machine.cores} threads, ${machine.memoryGiB} GiB; ${machine.system}`,
    `Backend: ${backend.name} (${backend.device})`,
    `Versions: ${[`Node ${node}`, ...versions].join(', ')}`,
    `Commit: ${source === null ? 'unknown' : source.commit}${source?.modified === true ? ', with changes' : ''}`,
    `Date: ${run.date}`,
    `Command: \`${run.command}\``,
  ];
}
