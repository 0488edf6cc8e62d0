import { importOptional } from '@disalign/core/node';
import type * as Runtime from 'onnxruntime-node';

/** What computes in onnxruntime. */
export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

/** How a model is run. */
export interface RuntimeOptions {
  /**
   * Default `cpu`. `webgpu` needs Vulkan, Metal or Direct3D; `cuda` the libraries that `npm rebuild onnxruntime-node` fetches, and CUDA 12.
   * Another is never taken in its place.
   */
  readonly provider?: ExecutionProvider;
  /** Threads of one run on the processor. Default: as onnxruntime chooses. */
  readonly threads?: number;
}

const WARNINGS_OFF = 3;

/** Loads the optional onnxruntime-node. @throws Error with the command that installs it */
export async function loadRuntime(): Promise<typeof Runtime> {
  const runtime = await importOptional('onnxruntime-node', () => import('onnxruntime-node'));
  // What fails is thrown; printing it too would put lines into a terminal that are not ours.
  runtime.env.logLevel = 'fatal';
  return runtime;
}

/**
 * Starts a model.
 *
 * @throws Error naming the provider and why it does not start, or onnxruntime's own for a model that it does not take
 */
export async function startSession(
  path: string,
  { provider = 'cpu', threads }: RuntimeOptions,
): Promise<Runtime.InferenceSession> {
  const { InferenceSession, listSupportedBackends } = await loadRuntime();
  const supported = listSupportedBackends().map(({ name }) => name);
  if (!supported.includes(provider)) throw unavailable(provider, `this onnxruntime has ${supported.join(', ')}`);
  try {
    return await InferenceSession.create(path, {
      executionProviders: [provider],
      logSeverityLevel: WARNINGS_OFF,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
  } catch (cause) {
    if (provider === 'cpu') throw cause;
    throw unavailable(provider, cause instanceof Error ? cause.message.split('\n')[0] : String(cause), cause);
  }
}

function unavailable(provider: string, reason: string, cause?: unknown): Error {
  return new Error(`provider ${provider} does not start: ${reason}`, { cause });
}
