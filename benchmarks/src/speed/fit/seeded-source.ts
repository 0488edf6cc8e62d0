import type { FeatureBatch, FeatureSource } from '@disalign/core';
// Without TensorFlow.js, which another thread would load too.
import { createRandom } from '@disalign/core/random';
import type { FitShape } from './fit-shape.js';

const SEED = 23;
/** Numbers that rows are cut from. Primes, and different ones: features and logits do not repeat together for 4e9 rows. */
const FEATURE_BLOCK = 65_521;
const LOGIT_BLOCK = 65_537;
const LOGIT_DEVIATION = 3;
/** Added to the logit of the true class, for something to learn; the network gets about half of the rows right. */
const TRUE_CLASS = 9;

/**
 * Rows that are computed when they are read, from a seed: no file, and as little memory for a million as for one. A long tail: class
 * k has about 1/256 as many rows as class 0 when k is the last. Another thread makes them by this module.
 */
export function seededSource(shape: FitShape): FeatureSource {
  const { rows, featureSize, classes } = shape;
  const random = createRandom(SEED, featureSize, classes);
  const featureBlock = Float32Array.from({ length: FEATURE_BLOCK }, () => random.normal());
  const logitBlock = Float32Array.from({ length: LOGIT_BLOCK }, () => LOGIT_DEVIATION * random.normal());
  const labels = Int32Array.from({ length: rows }, (_, row) => labelOf(row, classes));
  const sizes = { rows, featureSize, classes, views: 1 };
  const module = { url: import.meta.url, name: seededSource.name, options: shape };
  return {
    ...sizes,
    labels: async () => labels,
    locate: (range, view = 0) => [{ rows: range.end - range.start, module, range, view }],
    async read({ start, end }, _view, into): Promise<FeatureBatch> {
      const count = end - start;
      const { features, logits } = into ?? {
        features: new Float32Array(count * featureSize),
        logits: new Float32Array(count * classes),
      };
      for (let i = 0; i < count; i++) {
        const row = start + i;
        copyAt(featureBlock, 7919 * row, features.subarray(i * featureSize, (i + 1) * featureSize));
        const rowLogits = logits.subarray(i * classes, (i + 1) * classes);
        copyAt(logitBlock, 104_729 * row + 13, rowLogits);
        rowLogits[labels[row]] += TRUE_CLASS;
      }
      return { rows: count, features, logits, labels: labels.slice(start, end) };
    },
  };
}

/** Exponential tail, from a number in [0, 1) that the row's number is scrambled to. */
function labelOf(row: number, classes: number): number {
  const share = (Math.imul(row + 1, 0x9e3779b1) >>> 0) / 2 ** 32;
  const tail = Math.log(256);
  return Math.floor((-Math.log(1 - share * (1 - Math.exp(-tail))) / tail) * classes) % classes;
}

function copyAt(block: Float32Array, place: number, into: Float32Array): void {
  let start = place % block.length;
  for (let done = 0; done < into.length; start = 0) {
    const part = block.subarray(start, start + into.length - done);
    into.set(part, done);
    done += part.length;
  }
}
