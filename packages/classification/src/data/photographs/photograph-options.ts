/** What pictures are brought to, and what becomes of those that cannot be read. */
export interface PhotographOptions {
  /** Default 224. */
  readonly height?: number;
  /** Default 224. */
  readonly width?: number;
  /** 1 grey, 3 red-green-blue. Default 3. */
  readonly channels?: 1 | 3;
  /** For evaluation, the shorter side is resized to this, and the centre cut out. Default 8/7 of the longer of both sides: 256 for 224. */
  readonly resize?: number;
  /**
   * Leaves pictures out that are not there or cannot be decoded, and lists them as `skipped`. All are decoded once for it, at once.
   * Default false: a file that is not there is an error at once, one that cannot be decoded when it is read.
   */
  readonly skipBadImages?: boolean;
  /** Told how many pictures of all splits have been looked at. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}
