import { expect, it } from 'vitest';
import { smallReport } from '../fixtures/small-report.js';
import { reportMarkdown } from './report-markdown.js';

it('shows tables with the published numbers apart, charts as pictures, notes, and what it was made with', () => {
  expect(reportMarkdown(smallReport)).toBe(`# Small \\<report>

Made by \`npx small\`, of \\*nothing\\*.

## Methods

Accuracy by method.

![Accuracy by method](methods-chart.svg)

Bars: 95 % intervals.

| method       |    few (%) |      few minus joint | trained | paper: few (%) |
| ------------ | ---------: | -------------------: | ------: | -------------: |
| joint\\|plain |       21.6 |                    - |       0 |            7.7 |
| DisAlign     | 72.1 ± 2.9 | +50.5 [+48.8, +52.0] |  13,000 |           33.1 |

Test accuracy; deviations over networks, 95 % intervals over images.

- rho is chosen on validation.

## Weights

![Class weights](weights.svg)

Grey: images of each class.

## Made with

- Test images: 10,000
- Seeds, networks: 0, 1, 2
- Machine: two cores
- Versions: node 20.20.2, @disalign/core 0.1.0
- Commit: abc123
- Date: 2026-01-02T03:04:05.000Z
- Command: \`npx small\`
`);
});

it('finds charts where it is told', () => {
  expect(reportMarkdown(smallReport, { chartPath: (name) => `../charts/${name}.svg` })).toContain(
    '![Class weights](../charts/weights.svg)',
  );
});
