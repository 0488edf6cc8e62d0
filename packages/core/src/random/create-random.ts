import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random draws that a seed repeats exactly. It holds state: two callers that share one take turns. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  nextFloat(): number;
  /** Uniform integer in [0, bound), without modulo bias. @throws RangeError unless `bound` is an integer in 1..2^53 - 1 */
  nextInt(bound: number): number;
  /** Normal with mean 0 and deviation 1 (Marsaglia's polar method). */
  normal(): number;
  /** Fisher-Yates in place; returns `values`. Every order is equally likely. */
  shuffle<T extends Int32Array | unknown[]>(values: T): T;
}

/**
 * Starts the random stream that belongs to a list of seed parts.
 *
 * Every random draw of this package comes from here. The generator is xoroshiro128+ of pure-rand (period 2^128 - 1,
 * the library that fast-check draws from). The parts are hashed into its 128 bits of state, so that
 * `createRandom(seed, epoch)` is a stream of its own for each epoch: an epoch can be replayed without those before it.
 * Integers, floats and shuffles are the same on every engine; `normal` rests on `Math.log`, which engines may round differently.
 *
 * @param seedParts at least one safe integer; their order counts, and (1) is another stream than (1, 0)
 * @throws RangeError when there is no part, or one is not a safe integer
 *
 * @example
 * ```ts
 * import { createRandom } from '@disalign/core';
 * const order = createRandom(7, 3).shuffle(Int32Array.of(0, 1, 2, 3)); // the same order on every run
 * ```
 */
export function createRandom(...seedParts: number[]): Random {
  const generator = xoroshiro128plusFromState(hashSeedParts(seedParts));
  let spareNormal: number | undefined;

  const nextFloat = () => uniformFloat64(generator);
  const nextInt = (bound: number) => {
    if (!Number.isSafeInteger(bound) || bound < 1) {
      throw new RangeError(`nextInt: \`bound\` must be an integer in 1..2^53 - 1, got ${bound}`);
    }
    return uniformInt(generator, 0, bound - 1);
  };

  const normal = () => {
    if (spareNormal !== undefined) {
      const value = spareNormal;
      spareNormal = undefined;
      return value;
    }
    let x: number, y: number, squared: number;
    do {
      x = 2 * nextFloat() - 1;
      y = 2 * nextFloat() - 1;
      squared = x * x + y * y;
    } while (squared >= 1 || squared === 0);
    const stretch = Math.sqrt((-2 * Math.log(squared)) / squared);
    spareNormal = y * stretch;
    return x * stretch;
  };

  const shuffle = <T extends Int32Array | unknown[]>(values: T): T => {
    for (let last = values.length - 1; last > 0; last--) {
      const other = nextInt(last + 1);
      const kept = values[last];
      values[last] = values[other];
      values[other] = kept;
    }
    return values;
  };

  return { nextFloat, nextInt, normal, shuffle };
}

/** 128 bits in four lanes; each part goes through every lane, and the lanes through each other. */
function hashSeedParts(parts: readonly number[]): number[] {
  if (parts.length === 0) throw new RangeError('createRandom: `seedParts` must hold at least one number, got none');
  // Fractions of sqrt(2), sqrt(3), sqrt(5), sqrt(7): constants with nothing up the sleeve, and never all zero.
  const lanes = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];
  const absorb = (word: number) => {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] = mixBits(lanes[lane] ^ word ^ Math.imul(lanes[(lane + 3) & 3], 0x9e3779b1));
    }
  };
  for (const part of parts) {
    if (!Number.isSafeInteger(part)) {
      throw new RangeError(`createRandom: \`seedParts\` must be safe integers, got ${part}`);
    }
    absorb(part | 0);
    absorb(Math.floor(part / 2 ** 32) | 0);
  }
  // The length keeps (1) apart from (1, 0); the second round lets the last word reach every lane.
  absorb(parts.length);
  absorb(0);
  return lanes;
}

/** Finaliser of MurmurHash3: each input bit flips each output bit with a probability near one half. */
function mixBits(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}
