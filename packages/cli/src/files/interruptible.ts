import type { FeatureSource } from '@disalign/core';

/** A source that reads no more once the signal is given; whoever walks it ends with the signal's reason. */
export function interruptible(source: FeatureSource, signal: AbortSignal | undefined): FeatureSource {
  if (!signal) return source;
  return {
    ...source,
    async read(range, view, into) {
      signal.throwIfAborted();
      return source.read(range, view, into);
    },
  };
}
