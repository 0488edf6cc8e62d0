/** Features of one network that were made elsewhere: paths, or glob patterns, of safetensors or npz files. */
export interface FeatureDump {
  /** Names its results: lower-case words and numbers with hyphens between them. */
  readonly name: string;
  readonly train: string;
  readonly validation: string;
  readonly test: string;
  /** Balanced rows of the full data set, for the empirical bound. */
  readonly balanced: string | null;
  /** A safetensors file with the head of the network, for what changes or normalises its weights. */
  readonly head: string | null;
}
