/** Limits of reading an npz file. */
export interface NpzOptions {
  /** Most bytes that all arrays together may unpack to; 2 GiB by default. */
  readonly maxBytes?: number;
}
