/** Thrown for a command line that says what cannot be: the process ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
