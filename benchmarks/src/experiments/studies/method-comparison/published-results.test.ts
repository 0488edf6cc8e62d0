import { expect, it } from 'vitest';
import { printedResults, releasedResults } from './published-results.js';

// ImageNet-LT has 385 many-shot, 479 medium-shot and 136 few-shot classes, with equally many test images each.
it.each([...Object.entries(printedResults), ...Object.entries(releasedResults)])(
  'the groups of %s come to its overall accuracy',
  (_name, { overall, many, medium, few }) => {
    const weighted = (385 * many + 479 * medium + 136 * few) / 1000;
    // Printed with one decimal, each group rounded.
    expect(Math.abs(weighted - overall)).toBeLessThan(0.15);
  },
);
