// N rows, D features, K classes.

/** How fast and how exactly a backend computes the alignment loss and its gradients of one batch that is there already. */
export interface BackendSpeed {
  /** Our own kernel, or ops of TensorFlow.js. */
  readonly kernel: 'fused' | 'composed';
  /** [N, D, K] of the batch; slow backends get fewer rows. */
  readonly sizes: readonly [rows: number, featureSize: number, classes: number];
  /** The first run, with all that is done once. */
  readonly firstMilliseconds: number;
  /** Median of the runs after it. */
  readonly milliseconds: number;
  /** How many there were. */
  readonly runs: number;
  readonly rowsPerSecond: number;
  /** Largest difference from float64 in plain JavaScript, over the largest value: the worst of loss and gradients. */
  readonly error: number;
  /** Whether the error is what float32 explains. */
  readonly isCorrect: boolean;
}
