import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applyBoxDeltas } from './apply-box-deltas.js';
import { boxDeltas } from './box-deltas.js';
import { matchBoxes } from './match-boxes.js';
import { suppressOverlaps } from './suppress-overlaps.js';

// From torchvision in float64, by tools/goldens/make_region_goldens.py.
const rows = z.array(z.array(z.number())).transform((values) => Float64Array.from(values.flat()));
const integers = z.array(z.int());
const goldens = z
  .strictObject({
    deltas: z.strictObject({ boxes: rows, targets: rows, encoded: rows, deltas: rows, decoded: rows }),
    nms: z.strictObject({
      boxes: rows,
      scores: z.array(z.number()),
      classes: integers,
      kept: z.record(z.string(), integers),
    }),
    matches: z.strictObject({ truth: rows, boxes: rows, matches: integers }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/box-goldens.json'), 'utf8')));

describe('boxes, as in torchvision', () => {
  it('are coded and decoded, also beyond the clamp', () => {
    const { boxes, targets, encoded, deltas, decoded } = goldens.deltas;
    expectClose(boxDeltas(boxes, targets), encoded, { relativeToLargest: 1e-13 });
    expectClose(applyBoxDeltas(boxes, deltas), decoded, { relativeToLargest: 1e-13 });
    expect(Math.max(...deltas.map((value) => value / 5))).toBeGreaterThan(Math.log(1000 / 16));
  });

  it('are suppressed class by class, ties among them', () => {
    const { boxes, scores, classes, kept } = goldens.nms;
    expect(Object.keys(kept)).toHaveLength(3);
    for (const [iou, expected] of Object.entries(kept)) {
      const found = suppressOverlaps({ boxes, scores, classes }, { iou: Number(iou) });
      expect([...found]).toEqual(expected);
      const best = suppressOverlaps({ boxes, scores, classes }, { iou: Number(iou), most: 7 });
      expect([...best]).toEqual(expected.slice(0, 7));
    }
  });

  it('are matched to the ground truth that they overlap most', () => {
    const { boxes, truth, matches } = goldens.matches;
    expect([...matchBoxes(boxes, truth)]).toEqual(matches);
    expect(new Set(matches).size).toBeGreaterThan(3);
  });
});
