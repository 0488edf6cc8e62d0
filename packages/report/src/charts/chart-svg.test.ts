import { expect, it } from 'vitest';
import type { Chart } from '../document/chart.js';
import { smallReport } from '../fixtures/small-report.js';
import { chartSvg } from './chart-svg.js';
import { pagePalette } from './palette.js';

const [methods] = smallReport.sections[0].charts;
const [weights] = smallReport.sections[1].charts;

const lines: Chart = {
  name: 'lines',
  title: 'Lines & more',
  caption: 'A curve.',
  kind: 'lines',
  x: { label: 'mIoU', unit: '%' },
  y: { label: 'mAcc', unit: '%', range: [0, 100] },
  series: [
    {
      name: 'rho 0 to 2',
      points: [
        { x: 40, y: 50, label: 'rho 0' },
        { x: 38, y: 60, label: 'rho 1' },
        { x: 39, y: 70, label: 'rho 2' },
      ],
    },
  ],
  marks: [{ label: 'automatic', x: 38, y: 60 }],
};

it('gives every point its numbers, in the unit and the digits of its axis', async () => {
  const svg = await chartSvg(methods);
  expect(labelsOf(svg)).toEqual([
    'accuracy, overall: joint: accuracy 68.5 %',
    'accuracy, overall: DisAlign: accuracy 78.3 % [77.9, 78.7]',
    'accuracy, few: joint: accuracy 21.6 %',
    'accuracy, few: DisAlign: accuracy 72.1 % [70.4, 73.6]',
    'published (paper), few: DisAlign: accuracy 33.1 %',
    'joint',
  ]);
});

it('names each point, and measures series at the right on their own axis', async () => {
  const svg = await chartSvg(weights);
  expect(labelsOf(svg)).toEqual([
    'cat, images: images 900 at class, by frequency 1',
    'lynx, images: images 90 at class, by frequency 2',
    'caracal, images: images 9 at class, by frequency 3',
    'rho 1: weight 0.027 at class, by frequency 1',
    'rho 1: weight 0.27 [0.2, 0.3] at class, by frequency 2',
    'rho 1: weight 2.7 [2, 3] at class, by frequency 3',
    'few',
  ]);
});

it('leaves the chart as it was', async () => {
  const before = structuredClone(lines);
  await chartSvg(lines);
  expect(lines).toEqual(before);
});

it('draws a line through its points in their order', async () => {
  const svg = await chartSvg(lines);
  const xs = pathOf(svg, 'mark-line')
    .match(/(?<=[ML])[\d.]+/g)!
    .map(Number);
  expect(xs).toHaveLength(3);
  expect([xs[0] > xs[2], xs[2] > xs[1]]).toEqual([true, true]);
});

it('draws intervals: a rule on each dot that has one, a band along a line', async () => {
  expect((await chartSvg(methods)).match(/mark-rule[^>]*aria-hidden/g)).toHaveLength(2);
  expect(pathOf(await chartSvg(weights), 'mark-area')).toMatch(/^M.*L.*L.*L.*L.*Z$/);
  expect(await chartSvg(lines)).not.toContain('mark-area');
});

it('is the same text each time, without a colour of its own under the palette of a page', async () => {
  const svg = await chartSvg(weights, pagePalette);
  expect(await chartSvg(weights, pagePalette)).toBe(svg);
  expect(svg).toContain('stroke="var(--series-0)"');
  expect(svg).not.toMatch(/#[0-9a-f]{6}/);
});

it.each(['bars', 'lines', 'points', 'steps'] as const)('takes a series without points as %s', async (kind) => {
  expect(await chartSvg({ ...lines, kind, series: [{ name: 'none', points: [] }] })).toContain('<svg');
});

it('escapes what would be markup', async () => {
  const series = [{ name: '<b>', points: [{ x: 1, y: 2, label: '"&' }] }];
  const svg = await chartSvg({ ...lines, series, marks: [{ label: '<script>', x: 1 }] });
  expect(svg).not.toMatch(/<b>|<script>/);
  expect(svg).toContain('&quot;&amp;, &lt;b&gt;: mAcc 2 % at mIoU 1 %');
});

/** The texts of the points, in the order of the drawing. */
function labelsOf(svg: string): string[] {
  return [
    ...svg.matchAll(
      /<path aria-label="([^"]*)" role="graphics-symbol"|<line aria-label="([^"]*)" role="graphics-symbol"/g,
    ),
  ].map(([, path, line]) => path ?? line);
}

/** The first path of a group of marks. */
function pathOf(svg: string, group: string): string {
  return new RegExp(`class="${group}[^>]*><path[^>]* d="([^"]*)"`).exec(svg)?.[1] ?? '';
}
