/** How far a value may be from the expected one: the largest of what is given. Nothing given: not at all. */
export interface Tolerance {
  /** Times the expected value of the same element. */
  readonly relative?: number;
  /** Times the largest finite expected value by magnitude, for sums in which large terms cancel. */
  readonly relativeToLargest?: number;
  /** A fixed distance. Give it only where zero is expected. Default 0. */
  readonly absolute?: number;
}

/** Fails unless both have the same length and every element is close. NaN and infinities must match exactly. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
  if (actual.length !== expected.length) fail(`got ${actual.length} values, expected ${expected.length}`);
  const { relative = 0, relativeToLargest = 0, absolute = 0 } = tolerance;
  const floor = Math.max(absolute, relativeToLargest * largestMagnitude(expected));
  const allowed = (index: number): number => Math.max(floor, relative * Math.abs(expected[index]));
  const isClose = (index: number): boolean =>
    Object.is(actual[index], expected[index]) ||
    actual[index] === expected[index] ||
    (Number.isFinite(expected[index]) && Math.abs(actual[index] - expected[index]) <= allowed(index));

  const different = Array.from(expected, (_, index) => index).filter((index) => !isClose(index));
  if (different.length === 0) return;
  const describe = (index: number): string =>
    `  [${index}] got ${actual[index]}, expected ${expected[index]}, ` +
    `off by ${Math.abs(actual[index] - expected[index])}, allowed ${allowed(index)}`;
  const more = different.length > 5 ? ['  ...'] : [];
  fail(
    [`${different.length} of ${expected.length} differ`, ...different.slice(0, 5).map(describe), ...more].join('\n'),
  );
}

function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    const magnitude = Math.abs(values[index]);
    if (Number.isFinite(magnitude)) largest = Math.max(largest, magnitude);
  }
  return largest;
}

function fail(message: string): never {
  const error = new Error(`expectClose: ${message}`);
  // The trace starts at the test.
  Error.captureStackTrace(error, expectClose);
  throw error;
}
