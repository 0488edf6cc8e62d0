import { parse, View } from 'vega';
import type { Chart } from '../document/chart.js';
import { chartSpec } from './chart-spec.js';
import { lightPalette, type Palette } from './palette.js';

/**
 * A chart as SVG, drawn by Vega without a browser. Every point carries its numbers as `aria-label`.
 *
 * @param palette default: for a white page
 * @returns the same text for the same chart, on every machine
 * @example
 * import { chartSvg } from '@disalign/report';
 * const points = [{ x: 0, y: 68.5 }, { x: 1, y: 78.3 }];
 * const axes = { x: { label: 'rho' }, y: { label: 'accuracy', unit: '%' } };
 * const texts = { name: 'rho-sweep', title: 'Rho', caption: 'Accuracy by rho.' };
 * await chartSvg({ ...texts, ...axes, kind: 'lines', series: [{ name: 'DisAlign', points }] }); // '<svg …'
 */
export async function chartSvg(chart: Chart, palette: Palette = lightPalette): Promise<string> {
  const view = new View(parse(chartSpec(chart, palette)), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
