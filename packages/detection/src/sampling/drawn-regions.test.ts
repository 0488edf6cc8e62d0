import { describe, expect, it } from 'vitest';
import { syntheticRegions } from '../fixtures/synthetic-regions.js';
import { drawnRegions } from './drawn-regions.js';
import { sampleRegions } from './sample-regions.js';

describe('drawnRegions', () => {
  it('keeps the regions that sampleRegions draws, with all that belongs to them', async () => {
    const { images } = syntheticRegions(5, 2, { classWiseDeltas: true, heads: 2 });
    const options = { perImage: 4, seed: 3 };
    const drawn = drawnRegions(images, options);
    const sampled = await sampleRegions(images, options);
    const { features, labels } = await sampled.read({ start: 0, end: sampled.rows });
    const kept = await Promise.all(Array.from({ length: 5 }, (_, index) => drawn.read(index)));
    expect(kept.flatMap(({ labels }) => [...labels!])).toEqual([...labels]);
    expect(kept.flatMap(({ heads }) => [...heads[0].features])).toEqual([...features]);
    for (const [index, { boxes, deltas, masks, heads, labels }] of kept.entries()) {
      const whole = await images.read(index);
      const rows = whole.boxes.length / 4;
      const rowsOf = (values: ArrayLike<number>) =>
        Array.from({ length: rows }, (_, row) =>
          Array.from(values).slice((row * values.length) / rows, ((row + 1) * values.length) / rows),
        );
      // Boxes differ from each other: they say which rows were kept.
      const chosen = rowsOf(whole.boxes).flatMap((box, row) => (inRows(boxes, box) ? [row] : []));
      expect(chosen).toHaveLength(4);
      const expected = (values: ArrayLike<number>) => chosen.flatMap((row) => rowsOf(values)[row]);
      expect([...deltas!]).toEqual(expected(whole.deltas!));
      expect([...masks!.logits]).toEqual(expected(whole.masks!.logits));
      expect([...labels!]).toEqual(expected(whole.labels!));
      expect([...heads[1].logits]).toEqual(expected(whole.heads[1].logits));
      expect(heads[1].rows).toBe(4);
    }
  });

  it('takes images without regions, and refuses options that are none', async () => {
    const { images } = syntheticRegions(1, 2);
    const none = {
      ...(await images.read(0)),
      boxes: new Float32Array(0),
      deltas: null,
      masks: null,
      labels: new Int32Array(0),
    };
    const heads = [{ rows: 0, features: new Float32Array(0), logits: new Float32Array(0) }];
    const empty = { count: 1, read: () => Promise.resolve({ ...none, heads }) };
    expect(await drawnRegions(empty).read(0)).toEqual({ ...none, heads });
    expect(() => drawnRegions(images, { perImage: 0 })).toThrow(
      'drawnRegions: `perImage` must be a positive integer, got 0',
    );
    const unlabelled = { count: 1, read: async () => ({ ...(await images.read(0)), labels: null }) };
    await expect(drawnRegions(unlabelled).read(0)).rejects.toThrow('image 100 must have labels, see labelRegions');
  });
});

function inRows(values: ArrayLike<number>, row: readonly number[]): boolean {
  const starts = Array.from({ length: values.length / row.length }, (_, at) => at * row.length);
  return starts.some((start) => row.every((value, at) => values[start + at] === value));
}
