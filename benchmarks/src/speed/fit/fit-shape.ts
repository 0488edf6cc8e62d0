/** The sizes of a fit. */
export interface FitShape {
  readonly rows: number;
  readonly featureSize: number;
  readonly classes: number;
  readonly epochs: number;
  readonly batchSize: number;
}

/** ImageNet-LT: 115,846 training images of 1,000 classes; features of a ResNet-50. */
export const imageNetLt: FitShape = { rows: 115_846, featureSize: 2048, classes: 1000, epochs: 10, batchSize: 512 };

/** Settings of gradient descent that everyone fits with: no schedule, no decay. */
export const fitRates = { learningRate: { scale: 0.01, bias: 0.3, confidence: 0.01 }, momentum: 0.9, rho: 1 } as const;
