import { UsageError } from '../command-line/usage-error.js';

/**
 * What onnxruntime has to say of itself, of a provider or of a model is a plain Error: something the user can put right.
 *
 * @throws UsageError with the message of a plain Error; anything else as it is
 */
export async function runtimeProblems<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Error && cause.constructor === Error && !('syscall' in cause)) {
      throw new UsageError(`onnxruntime-node: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
