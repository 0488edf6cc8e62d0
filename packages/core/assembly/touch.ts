// WebAssembly has no prefetch: a cache line is brought nearer by reading from it long before it is needed.

export const CACHE_LINE: usize = 64;

let kept: u32 = 0;

/** Has the reads that went before done, though nobody needs what they read. */
export function keep(touched: u32): void {
  kept |= touched;
}
