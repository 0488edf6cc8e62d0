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
