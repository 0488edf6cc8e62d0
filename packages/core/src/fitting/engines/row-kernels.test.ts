import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureBatch } from '../../features/feature-source.js';
import { planMemory } from '../../kernels/threads/plan-memory.js';
import { createRandom } from '../../random/create-random.js';
import { hostRowKernels, planRowKernels, startRowKernels } from './row-kernels.js';

/** A batch in a memory with kernels; one row of four is to be ignored, and logits are small integers, which are often equal. */
function batchInMemory({ rows, featureSize, classes }: Record<'rows' | 'featureSize' | 'classes', number>) {
  const plan = planMemory();
  const places = { features: plan.take(4 * rows * featureSize), logits: plan.take(4 * rows * classes) };
  const labelsAt = plan.take(4 * rows);
  const kernelPlaces = planRowKernels(plan, featureSize);
  const memory = new WebAssembly.Memory({ initial: 1 + Math.ceil(plan.bytes / 2 ** 16) });
  const batch: FeatureBatch = {
    rows,
    features: new Float32Array(memory.buffer, places.features, rows * featureSize),
    logits: new Float32Array(memory.buffer, places.logits, rows * classes),
    labels: new Int32Array(memory.buffer, labelsAt, rows),
  };
  const random = createRandom(5, rows, featureSize, classes);
  batch.features.forEach((_, i) => (batch.features[i] = 3 + random.normal()));
  batch.logits.forEach((_, i) => (batch.logits[i] = random.nextInt(4)));
  batch.labels.forEach((_, i) => (batch.labels[i] = random.nextInt(4) === 0 ? -1 : random.nextInt(classes)));
  return { batch, kernels: startRowKernels(memory, kernelPlaces), random };
}

describe('row kernels', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 30 }),
    featureSize: fc.integer({ min: 1, max: 19 }),
    classes: fc.integer({ min: 2, max: 19 }),
  });

  it('sum to the last bit what the host sums, and count as many rows', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const { batch, kernels, random } = batchInMemory(given);
        const pivot = Float64Array.from({ length: given.featureSize }, () => 3 + random.normal());
        expect(kernels.sumAround(batch, pivot)).toEqual(hostRowKernels.sumAround(batch, pivot));
        expect(kernels.countRight(batch)).toBe(hostRowKernels.countRight(batch));
        expect(kernels.areFinite(batch)).toBe(true);
      }),
    );
  });

  it('see the one number that is not finite, wherever it is', () => {
    const given = fc.record({
      sizes,
      value: fc.constantFrom(NaN, -NaN, Infinity, -Infinity),
      name: fc.constantFrom('features' as const, 'logits' as const),
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(given, ({ sizes, value, name, share }) => {
        const { batch, kernels } = batchInMemory(sizes);
        batch[name][Math.floor(share * batch[name].length)] = value;
        for (const { areFinite } of [kernels, hostRowKernels]) expect(areFinite(batch)).toBe(false);
      }),
    );
  });

  it('believe the largest numbers', () => {
    const { batch, kernels } = batchInMemory({ rows: 3, featureSize: 7, classes: 5 });
    batch.features.fill(-3.4028234663852886e38);
    batch.logits.fill(3.4028234663852886e38);
    expect(kernels.areFinite(batch)).toBe(true);
  });
});
