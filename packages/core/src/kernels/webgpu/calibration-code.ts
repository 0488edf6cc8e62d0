import type { KernelSizes } from './kernel-sizes.js';

/** WGSL: the confidence, and which logits have no part. */
export const calibrationCode = `
  // A card need not keep infinities, so -Infinity is recognised by its size; no logit that a network computes comes near, and
  // its products with a scale are still finite in float32.
  const lowest = -1e30;

  // The confidence c and its slope c (1 - c), never from the exponential of a positive number.
  fn sigmoid(score : f32) -> vec2<f32> {
    let small = exp(-abs(score));
    let sum = 1.0 + small;
    return vec2<f32>(select(small, 1.0, score >= 0.0) / sum, small / (sum * sum));
  }
`;

/** Part of a shader's key: how the confidence comes about. */
export function confidenceKey({ hasConfidence, featureSize }: KernelSizes): string {
  if (!hasConfidence) return 'constant';
  return featureSize > 0 ? 'features' : 'bias';
}

/** The features' name where a program reads them: a program must use every buffer it names, and none may be empty. */
export function featureNames({ featureSize }: KernelSizes): string[] {
  return featureSize > 0 ? ['features'] : [];
}
