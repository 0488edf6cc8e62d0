import type { LivePanel } from './live-panel.js';

type TestRows = LivePanel['test'];

/**
 * Test rows that take no more than so many bytes at two bytes a number, as many of each class as can be: evenly spaced among the
 * rows of the class, in their order. All of them where they fit; one of each class at least.
 */
export function sampleTestRows(test: TestRows, classes: number, maxBytes: number): TestRows {
  const rows = test.labels.length;
  const features = test.features.length / rows;
  const most = Math.floor(maxBytes / (2 * (features + classes)));
  if (rows <= most) return test;
  const chosen = chooseRows(test.labels, classes, Math.max(1, Math.floor(most / classes)));
  return {
    features: gather(test.features, chosen, features),
    logits: gather(test.logits, chosen, classes),
    labels: Int32Array.from(chosen, (row) => test.labels[row]),
  };
}

/** At most `each` rows of every class, ascending. */
function chooseRows(labels: Int32Array, classes: number, each: number): number[] {
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, row) => byClass[label].push(row));
  return byClass
    .flatMap((rows) => {
      const kept = Math.min(each, rows.length);
      return Array.from({ length: kept }, (_, index) => rows[Math.floor(((index + 0.5) * rows.length) / kept)]);
    })
    .sort((a, b) => a - b);
}

function gather(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, index) => chosen.set(values.subarray(row * width, (row + 1) * width), index * width));
  return chosen;
}
