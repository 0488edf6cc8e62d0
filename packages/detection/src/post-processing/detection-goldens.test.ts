import { identityCalibration } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { detectRegions } from './detect-regions.js';
import { pasteMask } from './paste-mask.js';

// From torch and torchvision in float64, by tools/goldens/make_region_goldens.py.
const rows = z.array(z.array(z.number()));
const floats = rows.transform((values) => Float64Array.from(values.flat()));
const size = z.tuple([z.int(), z.int()]).transform(([height, width]) => ({ height, width }));
const integers = z.array(z.int());
const detection = z.strictObject({
  frame: size,
  size,
  proposals: floats,
  logits: rows,
  deltas: floats,
  boxes: floats,
  scores: z.array(z.number()),
  classes: integers,
  regions: integers,
});
const goldens = z
  .strictObject({
    classWise: detection,
    classAgnostic: detection,
    paste: z.strictObject({
      height: z.int(),
      width: z.int(),
      boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
      masks: z.array(rows.transform((values) => Float64Array.from(values.flat()))),
      runs: z.array(integers),
    }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/detection-goldens.json'), 'utf8')));

describe('detectRegions, as detectron2', () => {
  it.each(['classWise', 'classAgnostic'] as const)(
    'moves, cuts, scores, suppresses, takes the best and scales: %s',
    (name) => {
      const { frame, size: imageSize, proposals: boxes, logits, deltas, ...expected } = goldens[name];
      const head = { rows: logits.length, features: new Float64Array(0), logits: Float64Array.from(logits.flat()) };
      const image = { id: 1, frame, size: imageSize, heads: [head], boxes, deltas, masks: null, labels: null };
      const found = detectRegions(image, { calibrations: [identityCalibration(6)] }, { most: 40 });
      expect([...found.regions]).toEqual(expected.regions);
      expect([...found.classes]).toEqual(expected.classes);
      expect(found.length).toBeGreaterThan(20);
      expectClose(found.boxes, expected.boxes, { relativeToLargest: 1e-13 });
      // Scores are float32.
      expectClose(found.scores, expected.scores, { relative: 1e-7 });
    },
  );
});

describe('pasteMask, as detectron2', () => {
  it('gives the pixels of grid_sample, also for boxes that leave the image', () => {
    const { height, width, boxes, masks, runs } = goldens.paste;
    const found = masks.map((mask, index) => [...pasteMask(mask, boxes[index], { height, width }).runs]);
    expect(found).toEqual(runs);
    expect(runs).toHaveLength(11);
  });
});
