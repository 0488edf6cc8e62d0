import type { ClassAxis } from './linear-operation.js';

// K classes, D features.

/** A classifier of a model: features, constant weights, logits. */
export interface ClassifierCandidate {
  /** Name of the tensor of logits; it names the classifier. */
  readonly tensor: string;
  /** Operation of ONNX that multiplies: Gemm, MatMul, Conv, or one of their quantised kinds. */
  readonly operation: string;
  /** Whether the features are divided by their length, as in a cosine head. */
  readonly isCosine: boolean;
  /** Name of the tensor that the classifier reads: of a cosine head, the features of length 1. */
  readonly features: string;
  /** Of a cosine head, the tensor before it was divided by its length; otherwise null. */
  readonly unnormalizedFeatures: string | null;
  /** K, a background class among them. */
  readonly classes: number;
  /** D */
  readonly featureSize: number;
  /** Which axis of features and logits holds D and K. */
  readonly classAxis: ClassAxis;
  /** Dimensions of features and logits; null where the graph does not say. */
  readonly rank: number | null;
  /** Element type of the logits: `float32`, `float16`, `bfloat16`, `float64`, `unknown`. */
  readonly elementType: string;
  /**
   * Where the classifier reads whole numbers, of a model whose operators are quantised: features, their scale and their zero point;
   * otherwise null.
   */
  readonly quantizedFeatures: readonly string[] | null;
  /** Outputs of the model that these logits reach through softmax, reshape, resize and the like. */
  readonly outputs: readonly string[];
}
