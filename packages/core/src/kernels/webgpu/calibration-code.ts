import type { KernelSizes } from './kernel-sizes.js';

/** WGSL: the calibration of one logit, and which logits have no part. */
export const calibrationCode = `
  // A card need not keep infinities, so -Infinity is recognised by its size; no logit that a network computes comes near.
  fn isAbsent(logit : f32) -> bool {
    return logit <= -3e38;
  }

  fn calibrate(logit : f32, confidence : f32, scaleChange : f32, bias : f32) -> f32 {
    return (1.0 + confidence * scaleChange) * logit + confidence * bias;
  }
`;

/**
 * WGSL: `confidenceOf(row)`, the confidence c and its slope c (1 - c). All invocations of a workgroup call it at the same
 * time. Needs the workgroup's reductions, theta, and the features if there are any.
 */
export function confidenceCode({ hasConfidence, featureSize }: KernelSizes): string {
  if (!hasConfidence) return 'fn confidenceOf(row : i32) -> vec2<f32> { return vec2<f32>(1.0, 0.0); }';
  return `
    fn confidenceOf(row : i32) -> vec2<f32> {
      let weights = 2 * uniforms.classes;
      ${featureSize > 0 ? dotProduct : 'let score = theta[weights];'}
      // Never the exponential of a positive number.
      let small = exp(-abs(score));
      let sum = 1.0 + small;
      return vec2<f32>(select(small, 1.0, score >= 0.0) / sum, small / (sum * sum));
    }
  `;
}

/** Part of a shader's key: what `confidenceCode` depends on. */
export function confidenceKey({ hasConfidence, featureSize }: KernelSizes): string {
  if (!hasConfidence) return 'constant';
  return featureSize > 0 ? 'features' : 'bias';
}

/** The features' name where a program reads them: a program must use every buffer it names, and none may be empty. */
export function featureNames({ featureSize }: KernelSizes): string[] {
  return featureSize > 0 ? ['features'] : [];
}

const dotProduct = `
  var part = 0.0;
  for (var d = i32(localIndex); d < uniforms.featureSize; d += workgroupSize) {
    part += theta[weights + d] * features[row * uniforms.featureSize + d];
  }
  let score = workgroupSum(vec2<f32>(part, 0.0)).x + theta[weights + uniforms.featureSize];
`;
