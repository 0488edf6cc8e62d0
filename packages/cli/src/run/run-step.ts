/** A step of a run. */
export interface RunStep {
  readonly name: StepName;
  /** What its result depends on: files, and everything that is plain data. */
  readonly files: readonly string[];
  readonly settings: unknown;
  /** What it writes. */
  readonly outputs: readonly string[];
  /** @param fingerprint of files and settings */
  run(fingerprint: string): Promise<void>;
}

/** Steps in their order. */
export const stepNames = ['extract', 'fit', 'evaluate', 'export', 'report'] as const;
/** Name of a step. See {@link stepNames}. */
export type StepName = (typeof stepNames)[number];
