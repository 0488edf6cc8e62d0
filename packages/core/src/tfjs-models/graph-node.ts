import { z } from 'zod';

/** A node of a TensorFlow graph as a GraphModel's JSON has it. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** The graph of a GraphModel; what else is in it stays as it is. */
export interface GraphTopology {
  readonly node: readonly GraphNode[];
}

const schema = z.looseObject({
  node: z.array(
    z.looseObject({
      name: z.string(),
      op: z.string(),
      input: z.array(z.string()).optional(),
      attr: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** Checks a topology. @throws RangeError where it is none of a GraphModel */
export function checkTopology(topology: unknown): GraphTopology {
  const parsed = schema.safeParse(topology);
  if (parsed.success) return parsed.data;
  throw new RangeError('calibrateGraphModel: `artifacts.modelTopology` must be the graph of a GraphModel, got another');
}

/** Name of the node that an input refers to: without output number and control mark. */
export function nodeName(input: string): string {
  return input.replace(/^\^/, '').replace(/:\d+$/, '');
}
