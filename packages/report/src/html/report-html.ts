import { h, type ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { chartSpec } from '../charts/chart-spec.js';
import { chartSvg } from '../charts/chart-svg.js';
import { pagePalette } from '../charts/palette.js';
import { metadataLines } from '../document/metadata-lines.js';
import type { Report } from '../document/report.js';
import { liveChart } from '../live/live-chart.js';
import type { LivePanel } from '../live/live-panel.js';
import { liveValues } from '../live/live-values.js';
import { packLivePanel } from '../live/pack-live-panel.js';
import { unpackLivePanel } from '../live/unpack-live-panel.js';
import { bundleScript } from './bundle-script.js';
import { LiveSection } from './live-section.js';
import { pageStyle } from './page-style.js';
import { SectionView } from './section-view.js';
import { textNodes } from './text-nodes.js';

/** What a page may have besides the report. */
export interface HtmlOptions {
  /** Default: no panel. */
  readonly live?: LivePanel;
  /** Of the live panel's test rows, in bytes; more rows than that are sampled. Default 4,000,000. */
  readonly maxLiveBytes?: number;
}

/**
 * A report as one HTML page that needs nothing else: no network, no server. Light and dark, charts with their numbers on hover and by
 * keyboard, tables that can be saved as CSV, and the live panel where one is given.
 */
export async function reportHtml(
  report: Report,
  { live, maxLiveBytes = 4_000_000 }: HtmlOptions = {},
): Promise<string> {
  const charts = report.sections.flatMap((section) => section.charts);
  const drawn = charts.map(async (chart) => [chart.name, await chartSvg(chart, pagePalette)] as const);
  const svg = Object.fromEntries(await Promise.all(drawn));
  const panel = live && liveParts(live, maxLiveBytes);
  const script = await bundleScript(panel ? 'live-main' : 'main');
  return `<!doctype html>\n${renderToString(h(Page, { report, svg, live: panel && h(LiveSection, panel), script }))}\n`;
}

function liveParts(live: LivePanel, maxBytes: number) {
  const packed = packLivePanel(live, maxBytes);
  const panel = unpackLivePanel(packed);
  const spec = chartSpec(liveChart(panel, liveValues(panel, panel.initial ?? panel.settings[0])), pagePalette);
  return { panel, packed: Buffer.from(packed).toString('base64'), spec: scriptJson(spec) };
}

/** JSON that ends no script element. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

interface PageOptions {
  readonly report: Report;
  readonly svg: Readonly<Record<string, string>>;
  readonly live: ComponentChild;
  readonly script: string;
}

function Page({ report, svg, live, script }: PageOptions): ComponentChild {
  const { title, summary, sections } = report;
  // Vega makes functions of its expressions.
  const scripts = live ? "'unsafe-inline' 'unsafe-eval'" : "'unsafe-inline'";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${scripts}`;
  return h('html', { lang: 'en' }, [
    h('head', null, [
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      h('title', null, title),
      h('style', { dangerouslySetInnerHTML: { __html: pageStyle } }),
    ]),
    h('body', null, [
      h('header', null, [
        h('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
        h('button', { id: 'theme', type: 'button', hidden: true }),
        h('h1', null, title),
        h(Summary, { summary }),
        h(Contents, { sections, live: Boolean(live) }),
      ]),
      h('main', { id: 'main' }, [
        live,
        ...sections.map((section, index) => h(SectionView, { section, id: sectionId(index), svg })),
      ]),
      h('footer', null, h(MadeWith, { report })),
      h('div', { id: 'readout', role: 'status', hidden: true }),
      h('script', { dangerouslySetInnerHTML: { __html: script } }),
    ]),
  ]);
}

function Summary({ summary }: { summary: readonly string[] }): ComponentChild {
  if (summary.length === 0) return null;
  const items = summary.map((text) => h('li', null, textNodes(text)));
  return h('ul', { class: 'summary' }, items);
}

const sectionId = (index: number) => `section-${index + 1}`;

function Contents({ sections, live }: { sections: Report['sections']; live: boolean }): ComponentChild {
  const links = [
    ...(live ? [['live', 'Live']] : []),
    ...sections.map(({ heading }, index) => [sectionId(index), heading]),
  ];
  if (links.length < 3) return null;
  const items = links.map(([id, text]) => h('li', null, h('a', { href: `#${id}` }, text)));
  return h('nav', { 'aria-label': 'Sections' }, h('ul', null, items));
}

function MadeWith({ report }: { report: Report }): ComponentChild {
  const lines = metadataLines(report.metadata);
  return [
    h('h2', null, 'Made with'),
    h(
      'dl',
      null,
      lines.flatMap(([name, text]) => [h('dt', null, name), h('dd', null, textNodes(text))]),
    ),
  ];
}
