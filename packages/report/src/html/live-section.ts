import { h, type ComponentChild } from 'preact';
import type { UnpackedPanel } from '../live/unpack-live-panel.js';

interface LiveSectionOptions {
  readonly panel: UnpackedPanel;
  /** The panel as it was packed, in base64. */
  readonly packed: string;
  /** JSON of the chart's specification. */
  readonly spec: string;
}

/** The place of the live panel, its data, and what is said about them. */
export function LiveSection({ panel, packed, spec }: LiveSectionOptions): ComponentChild {
  return h('section', { 'aria-labelledby': 'live' }, [
    h('h2', { id: 'live' }, 'Live: move rho'),
    h('p', null, rowsText(panel)),
    h('div', { id: 'live-panel' }, h('p', null, 'The panel needs JavaScript.')),
    h('script', { id: 'live-data', type: 'text/plain', dangerouslySetInnerHTML: { __html: packed } }),
    h('script', { id: 'live-chart', type: 'application/json', dangerouslySetInnerHTML: { __html: spec } }),
  ]);
}

function rowsText({ test, allRows, bits, settings }: UnpackedPanel): string {
  const [rows, all] = [test.labels.length, allRows].map((count) => count.toLocaleString('en-US'));
  const sample =
    rows === all
      ? `all ${all} test rows are in it`
      : `${rows} of the ${all} test rows are in it, evenly chosen from each class, so its numbers differ a little from those below`;
  const rounded = bits === 16 ? ', their features and logits rounded to 16 bits' : '';
  return (
    `This page holds ${settings.length} calibrations, each fitted as its setting says, and applies the chosen one to test rows: ` +
    `${sample}${rounded}. Accuracies of groups are means over their classes; the overall one weighs the classes as the target prior says.`
  );
}
