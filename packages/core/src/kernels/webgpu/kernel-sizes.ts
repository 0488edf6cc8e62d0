import type { CalibrateInputs } from '../kernel-contract.js';

// N rows, K classes, D features.

/** What the programs of one call agree on. */
export interface KernelSizes {
  readonly rows: number;
  readonly classes: number;
  /** 0 without a confidence layer. */
  readonly featureSize: number;
  readonly hasConfidence: boolean;
  /** Size of theta. */
  readonly parameters: number;
}

/** 256 is what every card has. */
const MOST_INVOCATIONS = 256;

/** Uniforms that every program has. */
export const sizeUniforms = 'rows : i32, classes : i32, featureSize : i32, parameters : i32,';

/** Sizes of one call, from the shapes of its inputs; `rows` are those that are computed. */
export function kernelSizes({ logits, theta }: CalibrateInputs, rows = logits.shape[0]): KernelSizes {
  const [, classes] = logits.shape;
  const [parameters] = theta.shape;
  const hasConfidence = parameters > 2 * classes;
  const featureSize = hasConfidence ? parameters - 2 * classes - 1 : 0;
  return { rows, classes, featureSize, hasConfidence, parameters };
}

/** The power of two from `least` to 256 that is next above a number of invocations. */
export function roundInvocations(invocations: number, least: number): number {
  const rounded = 2 ** Math.ceil(Math.log2(Math.max(1, invocations)));
  return Math.min(MOST_INVOCATIONS, Math.max(least, rounded));
}

/** The values of `sizeUniforms`. */
export function sizeValues({ rows, classes, featureSize, parameters }: KernelSizes): UniformValue[] {
  return uniformValues(rows, classes, featureSize, parameters);
}

export type UniformValue = { type: string; data: number[] };

/** Integers as TensorFlow.js takes them. */
export function uniformValues(...values: number[]): UniformValue[] {
  return values.map((value) => ({ type: 'int32', data: [value] }));
}
