import { h, type ComponentChild } from 'preact';
import { chartLabel } from '../charts/chart-label.js';
import type { Chart } from '../document/chart.js';
import type { Section } from '../document/report.js';
import { TableView } from './table-view.js';
import { textNodes } from './text-nodes.js';

interface SectionOptions {
  readonly section: Section;
  /** Of the heading. */
  readonly id: string;
  /** SVG by the name of the chart. */
  readonly svg: Readonly<Record<string, string>>;
}

/** A section: texts, charts, tables, notes. */
export function SectionView({ section, id, svg }: SectionOptions): ComponentChild {
  const { heading, paragraphs, charts, tables, notes = [] } = section;
  return h('section', { 'aria-labelledby': id }, [
    h('h2', { id }, heading),
    ...paragraphs.map((text) => h('p', null, textNodes(text))),
    ...charts.map((chart) => h(ChartView, { chart, svg: svg[chart.name] })),
    ...tables.map((table) => h(TableView, { table })),
    notes.length === 0
      ? null
      : h(
          'ul',
          null,
          notes.map((note) => h('li', null, textNodes(note))),
        ),
  ]);
}

function ChartView({ chart, svg }: { chart: Chart; svg: string }): ComponentChild {
  return h('figure', { id: `chart-${chart.name}` }, [
    h('div', {
      class: 'chart',
      tabIndex: 0,
      role: 'group',
      'aria-label': chartLabel(chart),
      dangerouslySetInnerHTML: { __html: svg },
    }),
    h('figcaption', null, [h('strong', null, `${chart.title}. `), ...textNodes(chart.caption)]),
  ]);
}
