import { describe, expect, it } from 'vitest';
import type { OptimizerComparison } from '../experiments/optimizers/optimizer-comparison.js';
import { smallEnvironment } from './fixtures/small-ablation.js';
import { optimizerMarkdown, optimizerTable } from './optimizer-markdown.js';

/** No two numbers are alike, so that a swap shows. */
const comparison: OptimizerComparison = {
  dataSet: 'glyph-lt',
  validationImages: 3000,
  rows: [
    {
      optimizer: 'gradient descent, a rate per part',
      runs: [
        { networkSeed: 0, rho: 1.5, validation: 0.61, seconds: 10.2 },
        { networkSeed: 1, rho: 1, validation: 0.63, seconds: 12.4 },
      ],
      overFirst: null,
    },
    {
      optimizer: 'L-BFGS',
      runs: [
        { networkSeed: 0, rho: 0.5, validation: 0.601, seconds: 40 },
        { networkSeed: 1, rho: 2, validation: 0.625, seconds: 41 },
      ],
      overFirst: { estimate: -0.007, lower: -0.012, upper: 0.002 },
    },
  ],
};

describe('optimizerTable', () => {
  it('has the mean, the difference, and each network', () => {
    expect(optimizerTable(comparison)).toMatchInlineSnapshot(`
      "| optimiser                         | validation | minus the first [95 %] |  by network |     rho | seconds a fit |
      | --------------------------------- | ---------: | ---------------------: | ----------: | ------: | ------------: |
      | gradient descent, a rate per part |       62.0 |                      - | 61.0 / 63.0 | 1.5 / 1 |          11.3 |
      | L-BFGS                            |       61.3 |      -0.7 [-1.2, +0.2] | 60.1 / 62.5 | 0.5 / 2 |          40.5 |"
    `);
  });
});

describe('optimizerMarkdown', () => {
  it('says what it is, shows the table, and says what it was made with', () => {
    const sections = optimizerMarkdown(comparison, smallEnvironment).split('\n\n');
    expect(sections.map((section) => section.split('\n')[0])).toMatchInlineSnapshot(`
      [
        "# Optimisers of the full calibration on Glyph-LT",
        "Accuracy on the validation images in percent, mean over classes, each at its best rho of 0.5, 1, 1.5, 2. 3000 validation images, paired intervals over them; test images play no part. Glyph-LT is rendered: synthetic images of characters from fonts, not photographs.",
        "| optimiser                         | validation | minus the first [95 %] |  by network |     rho | seconds a fit |",
        "Seconds are those of one fit with its checks and its verdict, two threads beside each other; compare them within this table only.",
        "- Machine: Some CPU, 8 threads, 31 GiB; Linux 6.1, x64",
      ]
    `);
    expect(sections[2]).toBe(optimizerTable(comparison));
    expect(sections[4]).toContain('- Command: `npx nx benchmark -- --data glyph-lt`');
    expect(sections[4]).toMatch(/[^\n]\n$/);
  });
});
