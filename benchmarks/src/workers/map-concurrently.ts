/** Maps values by an asynchronous function, at most `limit` at a time; the results stand in the order of the values. */
export async function mapConcurrently<Value, Result>(
  values: readonly Value[],
  limit: number,
  map: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const runNext = async () => {
    while (next < values.length) {
      const at = next++;
      results[at] = await map(values[at]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, runNext));
  return results;
}
