import { describe, expect, it } from 'vitest';
import { findPython } from '../contestants/find-python.js';
import { countsContestant } from './counts-contestant.js';
import { confusionOf, COUNTED_CLASSES, countedMaps, type CountedMaps } from './counting-task.js';
import { drawLabelMaps } from './draw-label-maps.js';
import { measureCounting } from './measure-counting.js';

const found = await findPython(undefined);

describe.each(countedMaps)('label maps of %s', (maps: CountedMaps) => {
  it('are the same on every run, have classes and pixels without one, and are counted as a plain loop counts them', async () => {
    const images = await drawLabelMaps(maps, { images: 2, side: 64 });
    expect(await drawLabelMaps(maps, { images: 2, side: 64 })).toEqual(images);
    const labels = images.flatMap((image) => [...image.labels.labels]);
    const predicted = images.flatMap((image) => [...image.prediction.labels]);
    expect(new Set(labels).size).toBeGreaterThan(2);
    expect(labels.every((label) => label < COUNTED_CLASSES || label === 255)).toBe(true);
    expect(Math.max(...predicted)).toBeLessThan(COUNTED_CLASSES);
    expect(await countsContestant().values({ maps, images })).toEqual(confusionOf(images[0]));
  });
});

describe('confusionOf', () => {
  it('counts pairs where there is a label, worked by hand', () => {
    const map = (...labels: number[]) => ({ height: 1, width: 4, labels: Uint8Array.from(labels) });
    const confusion = confusionOf({ labels: map(0, 0, 2, 255), prediction: map(0, 1, 1, 1) });
    expect(confusion.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect([confusion[0], confusion[1], confusion[2 * COUNTED_CLASSES + 1]]).toEqual([1, 1, 1]);
  });
});

// Without numpy there is nobody to take turns with.
it.runIf('program' in found)('takes turns with numpy, which counts alike', { timeout: 60_000 }, async () => {
  const { results, peers } = await measureCounting({
    ...{ side: 32, python: 'program' in found ? found.program : null, rounds: 2, turn: 1 },
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(peers).toEqual([expect.stringMatching(/^numpy \d/)]);
  for (const { pixels, timings } of results) {
    expect(pixels).toBe(1024);
    expect(timings.map(({ name }) => name)).toEqual(['SegmentationCounts', 'numpy fast_hist', 'numpy by hand']);
    expect(timings.every(({ samples }) => samples.length === 2)).toBe(true);
  }
});
