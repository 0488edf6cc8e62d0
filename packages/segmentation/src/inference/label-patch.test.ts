import { createRandom, predictClasses } from '@disalign/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelPatch } from './label-patch.js';
import { labelPasses } from './label-passes.js';
import { layPatches } from './logit-pass.js';
import { scoreRows } from './score-rows.js';

const side = fc.integer({ min: 1, max: 24 });
const size = fc.record({ height: side, width: side });
const few = fc.integer({ min: 1, max: 6 });

/** Maps laid over an image. Whole numbers tie; those far apart have digits that are lost beside the others. */
const laidMaps = fc
  .record({
    cells: fc.record({ height: few, width: few }),
    channels: fc.integer({ min: 1, max: 9 }),
    image: size,
    input: size,
    throughInput: fc.boolean(),
    mirrored: fc.boolean(),
    draw: fc.constantFrom<'whole' | 'normal' | 'far apart'>('whole', 'normal', 'far apart'),
    seed: fc.nat(1000),
  })
  .map(({ cells, channels, draw, seed, ...geometry }) => {
    const random = createRandom(23, seed);
    const logit = {
      whole: () => random.nextInt(3),
      normal: () => random.normal(),
      'far apart': () => random.normal() * 10 ** (9 * random.nextFloat()),
    }[draw];
    const data = Float32Array.from({ length: cells.height * cells.width * channels }, logit);
    const { height, width } = geometry.input;
    const grid = { rows: [{ start: 0, end: height }], columns: [{ start: 0, end: width }] };
    const [patch] = layPatches([{ ...cells, channels, data }], { ...geometry, grid });
    return { patch, channels, image: geometry.image };
  });

describe('labelPatch', () => {
  it('finds what interpolating all logits finds', () => {
    const property = fc.property(laidMaps, ({ patch, channels, image }) => {
      const { labels } = labelPatch(patch, image);
      const all = Array.from(scoreRows([[patch]]), (scores) => [...predictClasses(scores, channels)]);
      expect([...labels]).toEqual(all.flat());
    });
    fc.assert(property, { seed: 4, numRuns: 500 });
  });

  it('is not asked where a logit is infinite or NaN', () => {
    const image = { height: 1, width: 3 };
    const label = (logits: readonly number[]) => {
      const grid = { rows: [{ start: 0, end: 1 }], columns: [{ start: 0, end: 3 }] };
      const map = { height: 1, width: 2, channels: 2, data: Float32Array.from(logits) };
      return labelPasses(
        [layPatches([map], { image, input: image, grid, throughInput: false, mirrored: false })],
        image,
      );
    };
    expect([...label([1, -Infinity, 0, 1]).labels]).toEqual([0, 0, 1]);
    expect(() => label([1, NaN, 0, 1])).toThrow(RangeError);
  });
});
