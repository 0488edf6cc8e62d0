import type { ReportMetadata } from '@disalign/report';
import type { Environment } from './describe-environment.js';

/** What a result was made with, as the foot of a report; `facts` are the seeds and what is known of the data. */
export function reportMetadata(
  { date, command, machine, node, backend, packages, source }: Environment,
  facts: Pick<ReportMetadata, 'seeds' | 'data'> = {},
): ReportMetadata {
  return {
    date,
    command,
    machine: `${machine.cpu}, ${machine.cores} threads, ${machine.memoryGiB} GiB; ${machine.system}`,
    backend: `${backend.name} (${backend.device})`,
    versions: { Node: node, ...packages },
    ...(source && { commit: source.modified ? `${source.commit}, with changes` : source.commit }),
    ...(facts.seeds && { seeds: facts.seeds }),
    ...(facts.data && { data: facts.data }),
  };
}
