/** Hands out arrays on one WebAssembly memory, each at a cache line of its own. */
export interface MemoryPlan {
  /** Address of so many bytes. */
  take(bytes: number): number;
  /** Bytes taken so far. */
  readonly bytes: number;
}

const CACHE_LINE = 64;

/** An empty plan. Address 0 is left out: it reads like none. */
export function planMemory(): MemoryPlan {
  let end = CACHE_LINE;
  return {
    take(bytes) {
      const address = end;
      end += Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
      return address;
    },
    get bytes() {
      return end;
    },
  };
}
