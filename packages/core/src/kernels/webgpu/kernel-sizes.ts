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
  /** Invocations of a workgroup in the programs that go by row: a power of two. */
  readonly rowInvocations: number;
  /** Rows that are summed in one go. */
  readonly rowsPerBlock: number;
  readonly blocks: number;
}

/** Invocations of a workgroup in the programs that go by column. */
export const columnsPerWorkgroup = 64;

// Long sums in float32 lose digits, so neither level of the summation may get long; short blocks fill a large card.
const leastRowsPerBlock = 16;
const mostBlocks = 512;

/** Uniforms that every program has. */
export const sizeUniforms =
  'rows : i32, classes : i32, featureSize : i32, parameters : i32, rowsPerBlock : i32, blocks : i32,';

/** Sizes of one call, from the shapes of its inputs; `rows` are those that are computed. */
export function kernelSizes({ logits, theta }: CalibrateInputs, rows = logits.shape[0]): KernelSizes {
  const [, classes] = logits.shape;
  const [parameters] = theta.shape;
  const hasConfidence = parameters > 2 * classes;
  const featureSize = hasConfidence ? parameters - 2 * classes - 1 : 0;
  const rowsPerBlock = Math.max(leastRowsPerBlock, Math.ceil(rows / mostBlocks));
  return {
    rows,
    classes,
    featureSize,
    hasConfidence,
    parameters,
    rowInvocations: rowInvocationsFor(Math.max(classes, featureSize)),
    rowsPerBlock,
    blocks: Math.ceil(rows / rowsPerBlock),
  };
}

/** Some 32 numbers each, so that reading outweighs the reductions; 256 is what every card has. */
function rowInvocationsFor(longest: number): number {
  return 2 ** Math.min(8, Math.max(4, Math.ceil(Math.log2(longest / 32))));
}

/** The values of `sizeUniforms`. */
export function sizeValues(sizes: KernelSizes): { type: string; data: number[] }[] {
  const { rows, classes, featureSize, parameters, rowsPerBlock, blocks } = sizes;
  return [rows, classes, featureSize, parameters, rowsPerBlock, blocks].map((size) => ({
    type: 'int32',
    data: [size],
  }));
}
