// document
export {
  axisSchema,
  chartKindSchema,
  chartSchema,
  markSchema,
  pointSchema,
  seriesSchema,
  type Axis,
  type Chart,
  type ChartKind,
  type Mark,
  type Point,
  type Series,
} from './document/chart.js';
export { fileStemSchema } from './document/file-stem.js';
export { parseReport } from './document/parse-report.js';
export {
  reportMetadataSchema,
  reportSchema,
  sectionSchema,
  type Report,
  type ReportMetadata,
  type Section,
} from './document/report.js';
export { resultSourceSchema, type ResultSource } from './document/result-source.js';
export {
  cellSchema,
  columnSchema,
  measurementSchema,
  tableSchema,
  type Cell,
  type Column,
  type Measurement,
  type Table,
} from './document/table.js';

// markdown
export { markdownTable } from './markdown/markdown-table.js';
export { padColumns } from './markdown/pad-columns.js';
export { reportMarkdown, type MarkdownOptions } from './markdown/report-markdown.js';

// charts
export { chartSvg } from './charts/chart-svg.js';
export { darkPalette, lightPalette, type Palette } from './charts/palette.js';

// csv
export { tableCsv } from './csv/table-csv.js';

// html
export { reportHtml, type HtmlOptions } from './html/report-html.js';

// live panel
export {
  liveChoiceSchema,
  livePanelSchema,
  livePriorSchema,
  liveSettingSchema,
  type LiveChoice,
  type LivePanel,
  type LivePrior,
  type LiveSetting,
} from './live/live-panel.js';
export { liveValues, type LiveScores, type LiveValues } from './live/live-values.js';
export { parseLivePanel } from './live/parse-live-panel.js';
export { runningMean } from './live/running-mean.js';

// rendering
export { renderReport, type RenderedReport, type RenderOptions } from './render/render-report.js';
export { writeReport } from './render/write-report.js';
