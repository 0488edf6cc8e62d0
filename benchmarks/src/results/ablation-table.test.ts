import { describe, expect, it } from 'vitest';
import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { ablationTable } from './ablation-table.js';
import { smallAblation } from './fixtures/small-ablation.js';

describe('ablationTable', () => {
  it('sets headings over their numbers', () => {
    expect(ablationTable(smallAblation)).toMatchInlineSnapshot(`
      "Glyph-LT, 2 networks × 1 stage-2 seed

      arm                        trained      rho   all  many  med.   few     all - baseline        few - baseline
      joint baseline                   0        -  46.9  68.2  40.4   9.6                  -                     -
      full <DisAlign> & "c" | d    4,049  0.9–1.2  52.4  61.4  50.5  33.7  +5.5 [+4.4, +6.6]  +24.1 [+21.5, +26.2]

      Test accuracy in percent, mean over classes; rho chosen on validation; 95 % intervals over test images."
    `);
  });

  it('stays under 110 columns with the longest arm and wide intervals', () => {
    const wide = { estimate: -0.241, lower: -0.282, upper: -0.201 };
    const ablation: ComponentAblation = {
      ...smallAblation,
      rows: smallAblation.rows.map((row) => ({
        ...row,
        arm: 'magnitude + margin (c = 1)',
        trainedParameters: 100_000,
        overBaseline: row.overBaseline && { overall: wide, many: wide, medium: wide, few: wide },
      })),
    };
    const widths = ablationTable(ablation)
      .split('\n')
      .map(({ length }) => length);
    expect(Math.max(...widths)).toBeLessThan(110);
  });
});
