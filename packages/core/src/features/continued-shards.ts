/**
 * What a resumed set of shards is checked by: whether a run that goes on has the options of the one that was interrupted.
 *
 * @param caller the function that goes on, which its errors name
 * @returns a check of one fact, `what`, of the shard at `path`; values are compared by their JSON, and differing ones throw a RangeError
 * @example
 * import { continuedShards } from '@disalign/core/node';
 * const checkSame = continuedShards('resumeMyShards');
 * checkSame('run/shard-00000.safetensors', 'rows', { expected: 100, got: 100 });
 */
export function continuedShards(
  caller: string,
): (path: string, what: string, values: { readonly expected: unknown; readonly got: unknown }) => void {
  return (path, what, { expected, got }) => {
    const [expectedText, gotText] = [JSON.stringify(expected), JSON.stringify(got)];
    if (expectedText === gotText) return;
    throw new RangeError(
      `${caller}: \`options\` must be those of the shards that are there: ${what} of ${path} must be ${expectedText}, got ${gotText}`,
    );
  };
}

/**
 * Entries of a record by their keys, so that its JSON does not depend on their order.
 *
 * @example
 * import { sortedEntries } from '@disalign/core/node';
 * sortedEntries({ b: '2', a: '1' }); // [['a', '1'], ['b', '2']]
 */
export function sortedEntries(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
