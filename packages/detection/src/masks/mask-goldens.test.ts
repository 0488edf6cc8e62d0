import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, it } from 'vitest';
import { z } from 'zod';
import { boxIou } from './box-iou.js';
import { compressRuns } from './compress-runs.js';
import { decodeMask } from './decode-mask.js';
import { decompressRuns } from './decompress-runs.js';
import { encodeMask } from './encode-mask.js';
import { maskArea } from './mask-area.js';
import { maskBox } from './mask-box.js';
import { maskIou } from './mask-iou.js';
import { mergeMasks } from './merge-masks.js';
import { polygonMask } from './polygon-mask.js';
import { segmentationMask } from './segmentation-mask.js';

// From pycocotools, by tools/goldens/make_mask_goldens.py, which says how to compare many more.
const file = process.env.DISALIGN_MASK_GOLDENS ?? join(import.meta.dirname, 'fixtures/mask-goldens.json');

const size = z.tuple([z.number(), z.number()]);
const numbers = z.array(z.number());
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const crowd = z.array(z.number().transform((flag) => flag === 1));
const goldens = z
  .object({
    polygons: z.array(
      z.object({
        size,
        polygons: z.array(numbers),
        parts: z.array(z.string()),
        counts: z.string(),
        area: z.number(),
        box: numbers,
      }),
    ),
    masks: z.array(z.object({ size, pixels: z.string(), counts: z.string(), area: z.number(), box: numbers })),
    ious: z.array(
      z.object({
        size,
        detections: z.array(z.string()),
        groundTruths: z.array(z.string()),
        crowd,
        iou: z.array(numbers),
        crowdIou: z.array(numbers),
        union: z.string(),
        intersection: z.string(),
      }),
    ),
    boxes: z.array(
      z.object({
        detections: z.array(box),
        groundTruths: z.array(box),
        crowd,
        iou: z.array(numbers),
        crowdIou: z.array(numbers),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(file, 'utf8')));

describe('masks agree with pycocotools to the last bit', () => {
  it('random polygons: string, area and box, of the parts and of their union', () => {
    expect(goldens.polygons.length).toBeGreaterThan(0);
    for (const {
      size: [height, width],
      polygons,
      ...expected
    } of goldens.polygons) {
      const mask = segmentationMask(polygons, { height, width });
      const got = {
        parts: polygons.map((polygon) => compressRuns(polygonMask(polygon, { height, width }).runs)),
        counts: compressRuns(mask.runs),
        area: maskArea(mask),
        box: [...maskBox(mask)],
      };
      expect(got, JSON.stringify(polygons)).toEqual(expected);
    }
  });

  it('random pixels: runs there and back, area and box', () => {
    expect(goldens.masks.length).toBeGreaterThan(0);
    for (const {
      size: [height, width],
      pixels,
      ...expected
    } of goldens.masks) {
      const columns = Uint8Array.from(pixels, Number);
      const mask = encodeMask(columns, { height, width, order: 'column-major' });
      expect({ counts: compressRuns(mask.runs), area: maskArea(mask), box: [...maskBox(mask)] }).toEqual(expected);
      const again = decompressRuns(expected.counts, { height, width });
      expect(again).toEqual(mask);
      expect(decodeMask(again, 'column-major')).toEqual(columns);
      expect(encodeMask(decodeMask(again), { height, width })).toEqual(mask);
    }
  });

  it('random pairs: IoU with and without crowds, union and intersection', () => {
    expect(goldens.ious.length).toBeGreaterThan(0);
    for (const {
      size: [height, width],
      crowd,
      iou,
      crowdIou,
      ...strings
    } of goldens.ious) {
      const detections = strings.detections.map((counts) => decompressRuns(counts, { height, width }));
      const groundTruths = strings.groundTruths.map((counts) => decompressRuns(counts, { height, width }));
      expect([...maskIou(detections, groundTruths)]).toEqual(iou.flat());
      expect([...maskIou(detections, groundTruths, crowd)]).toEqual(crowdIou.flat());
      const all = [...detections, ...groundTruths];
      expect(compressRuns(mergeMasks(all, 'union').runs)).toBe(strings.union);
      expect(compressRuns(mergeMasks(all, 'intersection').runs)).toBe(strings.intersection);
    }
  });

  it('random boxes, of negative size too: IoU with and without crowds', () => {
    expect(goldens.boxes.length).toBeGreaterThan(0);
    for (const { detections, groundTruths, crowd, iou, crowdIou } of goldens.boxes) {
      expect([...boxIou(detections, groundTruths)]).toEqual(iou.flat());
      expect([...boxIou(detections, groundTruths, crowd)]).toEqual(crowdIou.flat());
    }
  });
});
