import { ALIGN_KERNEL } from '../kernel-contract.js';
import {
  type KernelSizes,
  roundInvocations,
  sizeUniforms,
  sizeValues,
  type UniformValue,
  uniformValues,
} from './kernel-sizes.js';

// K classes, D features.

/** How loss and gradients share the rows and columns of a batch among workgroups and invocations. */
export interface BlockSizes {
  /** Numbers that are read at once: 4 where K and D are multiples of 4, else 1. */
  readonly width: 1 | 4;
  /** Invocations of a workgroup. */
  readonly invocations: number;
  /** Vectors of `width` classes that one invocation holds, and of features. */
  readonly heldClasses: number;
  readonly heldFeatures: number;
  /** Rows that one workgroup adds up. */
  readonly rowsPerBlock: number;
  readonly blocks: number;
}

// Long sums in float32 lose digits, so neither level of the summation may get long.
const LEAST_ROWS = 16;
const MOST_BLOCKS = 1024;
const LEAST_INVOCATIONS = 32;
// What WGSL allows in variables of a function; a program that breaks it does not run, and gives zeros.
const MOST_HELD_BYTES = 8192;

/** Arrays of `alignBlocksProgram`: parameters and gradients by scale and bias, logits, exponentials. */
const ARRAYS_OF_CLASSES = 6;
/** Weights and gradients by them, features. */
const ARRAYS_OF_FEATURES = 3;

/** The uniforms of `sizeUniforms`, and those of the blocks. */
export const blockUniforms = `${sizeUniforms} rowsPerBlock : i32, blocks : i32,`;

/** Shares a batch out. @throws RangeError if an invocation cannot hold its columns */
export function blockSizes({ rows, classes, featureSize }: KernelSizes): BlockSizes {
  const width = classes % 4 === 0 && featureSize % 4 === 0 ? 4 : 1;
  const invocations = roundInvocations(Math.max(classes, featureSize) / width, LEAST_INVOCATIONS);
  const held = (columns: number) => Math.ceil(columns / width / invocations);
  const heldClasses = held(classes);
  const heldFeatures = held(featureSize);
  checkHeld(4 * width * (ARRAYS_OF_CLASSES * heldClasses + ARRAYS_OF_FEATURES * heldFeatures));
  const rowsPerBlock = Math.max(LEAST_ROWS, Math.ceil(rows / MOST_BLOCKS));
  return {
    width,
    invocations,
    heldClasses,
    heldFeatures,
    rowsPerBlock,
    blocks: Math.ceil(rows / rowsPerBlock),
  };
}

function checkHeld(bytes: number): void {
  if (bytes <= MOST_HELD_BYTES) return;
  throw new RangeError(
    `${ALIGN_KERNEL}: \`theta\` is too long for webgpu, whose invocations hold ${MOST_HELD_BYTES} bytes, got ${bytes}`,
  );
}

/** The values of `blockUniforms`. */
export function blockValues(sizes: KernelSizes, { rowsPerBlock, blocks }: BlockSizes): UniformValue[] {
  return [...sizeValues(sizes), ...uniformValues(rowsPerBlock, blocks)];
}
