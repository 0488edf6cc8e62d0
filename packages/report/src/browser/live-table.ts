import { h, type ComponentChild } from 'preact';
import { numberText } from '../document/cell-text.js';
import type { LiveChoice } from '../live/live-panel.js';
import { liveGroups, type LiveValues } from '../live/live-values.js';
import type { UnpackedPanel } from '../live/unpack-live-panel.js';

interface LiveTableOptions {
  readonly panel: UnpackedPanel;
  readonly values: LiveValues;
  readonly choice: LiveChoice;
}

/** Accuracy before and after, overall and by group. */
export function LiveTable({ panel, values: { untouched, calibrated }, choice }: LiveTableOptions): ComponentChild {
  const rows: [name: string, id: string, before: number | null, after: number | null][] = [
    [`overall, ${choice.targetPrior} prior`, 'overall', untouched.overall, calibrated.overall],
    ...liveGroups(panel).map((group): [string, string, number | null, number | null] => [
      group,
      group,
      untouched.groups[group],
      calibrated.groups[group],
    ]),
  ];
  return h('table', { class: 'live-table', 'aria-live': 'polite' }, [
    h('caption', null, 'Accuracy in percent.'),
    h('thead', null, headings),
    h(
      'tbody',
      null,
      rows.map(([name, id, before, after]) =>
        h('tr', { 'data-row': id }, [
          h('th', { scope: 'row' }, name),
          h('td', null, percentText(before)),
          h('td', null, percentText(after)),
          h('td', null, before === null || after === null ? '-' : percentText(after - before, true)),
        ]),
      ),
    ),
  ]);
}

const headings = h(
  'tr',
  null,
  ['', 'untouched model', 'this setting', 'difference'].map((heading) => h('th', { scope: 'col' }, heading)),
);

function percentText(share: number | null, signed = false): string {
  return share === null ? '-' : numberText(100 * share, { digits: 1, signed });
}
