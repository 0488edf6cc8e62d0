/**
 * Reads rows 0..count - 1 and gives them in order, while the next ones are being read. At most `ahead` are under way at once, so that
 * memory stays flat.
 *
 * @throws what `read` throws for a row, when its turn has come
 */
export async function* readAhead<Row>(
  count: number,
  read: (row: number) => Promise<Row>,
  ahead = 8,
): AsyncGenerator<Row, void, undefined> {
  const reading: Promise<Row>[] = [];
  let next = 0;
  for (let row = 0; row < count; row++) {
    while (next < count && reading.length < ahead) {
      const promise = read(next++);
      // A failure is told when its turn comes; until then it must not count as one that nobody handles.
      promise.catch(() => {});
      reading.push(promise);
    }
    const [first] = reading.splice(0, 1);
    yield await first;
  }
}
