/** @throws RangeError unless there is a 0 or a 1 for each of `rows` rows */
export function checkCorrectness(caller: string, name: string, correct: Uint8Array, rows: number): void {
  if (correct.length !== rows) {
    throw new RangeError(`${caller}: \`${name}\` must have ${rows} entries, one a row, got ${correct.length}`);
  }
  const wrong = correct.findIndex((value) => value > 1);
  if (wrong >= 0) throw new RangeError(`${caller}: \`${name}[${wrong}]\` must be 0 or 1, got ${correct[wrong]}`);
}
