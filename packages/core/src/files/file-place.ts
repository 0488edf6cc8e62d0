/** Where bytes begin in a file, and what the file is recognised by: one that was replaced or written to is another. */
export interface FilePlace {
  readonly path: string;
  /** Bytes before it. */
  readonly offset: number;
  readonly state: FileState;
}

/** What a file is recognised by. */
export interface FileState {
  readonly size: number;
  readonly inode: number;
  /** Milliseconds. */
  readonly changed: number;
}
