/** The text of whatever was thrown, on one line. TensorFlow.js' wasm rejects with a plain object. */
export function reasonOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error)
    .replace(/\s+/g, ' ')
    .trim();
}
