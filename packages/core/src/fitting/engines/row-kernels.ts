import type { FeatureBatch } from '../../features/feature-source.js';
import { findNonFinite } from '../../features/find-non-finite.js';
import { sumAround, type SumAround } from '../../features/sum-around.js';
import type { MemoryPlan } from '../../kernels/threads/plan-memory.js';
import { availableArithmetic, instantiateKernels } from '../../kernels/wasm/wasm-kernels.js';
import { topClass } from '../../metrics/predict-classes.js';

// K classes, D features.

/** What a fit asks of all its rows before it begins. */
export interface RowKernels {
  readonly sumAround: SumAround;
  /** Rows whose label has the largest logit, and no class before it one as large. */
  readonly countRight: (batch: FeatureBatch) => number;
  readonly areFinite: (batch: FeatureBatch) => boolean;
}

/** In plain JavaScript, wherever the rows lie. */
export const hostRowKernels: RowKernels = {
  sumAround,
  countRight({ rows, logits, labels }) {
    const classes = logits.length / rows;
    let right = 0;
    labels.forEach((label, row) => {
      if (label >= 0 && topClass(logits.subarray(row * classes, (row + 1) * classes)) === label) right++;
    });
    return right;
  },
  areFinite: ({ features, logits }) =>
    findNonFinite(features, 1) === undefined && findNonFinite(logits, 1) === undefined,
};

/** Where the kernels put their sums: places that `planRowKernels` takes. */
export interface RowKernelPlaces {
  readonly pivot: number;
  readonly differences: number;
  readonly squares: number;
}

/** Takes what the kernels need of a memory. */
export function planRowKernels(memory: MemoryPlan, featureSize: number): RowKernelPlaces {
  const [pivot, differences, squares] = [0, 1, 2].map(() => memory.take(8 * featureSize));
  return { pivot, differences, squares };
}

/** For batches whose arrays lie in a memory; on the host where the engine has no SIMD. To the last bit what the host computes. */
export function startRowKernels(memory: WebAssembly.Memory, places: RowKernelPlaces): RowKernels {
  const arithmetic = availableArithmetic({ deterministic: true });
  if (arithmetic === null) return hostRowKernels;
  const kernels = instantiateKernels(memory, arithmetic);
  const { pivot, differences, squares } = places;
  return {
    sumAround({ rows, features, labels }, around) {
      const at = (place: number) => new Float64Array(memory.buffer, place, around.length);
      at(pivot).set(around);
      kernels.sumAround(features.byteOffset, labels.byteOffset, pivot, differences, squares, rows, around.length);
      return { differences: at(differences), squaredDifferences: at(squares) };
    },
    countRight: ({ rows, logits, labels }) =>
      kernels.countRight(logits.byteOffset, labels.byteOffset, rows, logits.length / rows),
    areFinite: ({ features, logits }) =>
      [features, logits].every(({ byteOffset, length }) => kernels.allFinite(byteOffset, length) === 1),
  };
}
