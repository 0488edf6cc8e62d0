import { darkPalette, lightPalette, paletteProperties } from '../charts/palette.js';

const light = `color-scheme: light; --page: #ffffff; --raised: #f6f8fa; --line: #d1d9e0; --accent: #0969da; ${paletteProperties(lightPalette)}`;
const dark = `color-scheme: dark; --page: #0d1117; --raised: #151b23; --line: #3d444d; --accent: #4493f8; ${paletteProperties(darkPalette)}`;

/** The style of a page: as the system prefers, or as its button says. */
export const pageStyle = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
:root[data-theme="dark"] { ${dark} }

* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
}
header, main, footer { max-width: 1064px; margin: 0 auto; padding: 0 32px; }
header { padding-top: 56px; position: relative; }
h1 { font-size: 30px; line-height: 1.25; letter-spacing: -0.01em; margin: 0 96px 16px 0; }
h2 { font-size: 21px; line-height: 1.3; margin: 56px 0 12px; padding-top: 20px; border-top: 1px solid var(--line); }
p { margin: 0 0 14px; max-width: 72ch; }
code { font: 0.88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--raised); padding: 0.1em 0.35em; border-radius: 4px; }
.summary li { margin: 0 0 4px; color: var(--ink); }
ul { padding-left: 1.2em; max-width: 72ch; font-size: 15px; color: var(--muted); }
a { color: var(--accent); }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 20px 0 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 32px; top: 12px; }

button, .csv {
  font: inherit; font-size: 13px; line-height: 1; padding: 7px 11px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--raised); color: var(--ink); text-decoration: none; cursor: pointer; white-space: nowrap;
}
button:hover, .csv:hover { border-color: var(--muted); }
#theme { position: absolute; right: 32px; top: 60px; }

figure { margin: 24px 0 32px; }
figcaption, caption, .caption { font-size: 14px; line-height: 1.5; color: var(--muted); text-align: left; }
figcaption strong { color: var(--ink); font-weight: 600; }
.chart { overflow-x: auto; }
.chart svg { display: block; max-width: 100%; height: auto; }
#readout {
  position: absolute; z-index: 2; max-width: 320px; padding: 6px 10px; border-radius: 6px; pointer-events: none;
  background: var(--ink); color: var(--page); font-size: 13px; line-height: 1.4; font-variant-numeric: tabular-nums;
}
#readout[hidden] { display: none; }

.table { margin: 24px 0 32px; }
.table .above { display: flex; gap: 16px; align-items: start; justify-content: space-between; margin-bottom: 8px; }
.scroll {
  overflow-x: auto; background-repeat: no-repeat; background-attachment: local, local, scroll, scroll;
  background-image:
    linear-gradient(to right, var(--page) 40%, transparent), linear-gradient(to left, var(--page) 40%, transparent),
    linear-gradient(to right, var(--line), transparent), linear-gradient(to left, var(--line), transparent);
  background-position: left, right, left, right; background-size: 40px 100%, 40px 100%, 12px 100%, 12px 100%;
}
table { border-collapse: collapse; font-size: 14px; line-height: 1.4; font-variant-numeric: tabular-nums; }
.table table { min-width: 100%; }
th { font-weight: 600; text-align: right; vertical-align: bottom; }
th, td { padding: 7px 0 7px 24px; border-bottom: 1px solid var(--grid); }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom-color: var(--line); font-size: 13px; color: var(--muted); }
tbody th { font-weight: 400; white-space: nowrap; vertical-align: middle; }
tbody tr:hover > * { background: var(--raised); }
td { text-align: right; white-space: nowrap; }
td.text { text-align: left; white-space: normal; }
th.text { text-align: left; }
.unit { font-weight: 400; }
.spread { display: inline-block; color: var(--muted); font-size: 12px; text-align: left; }
.published { background: color-mix(in srgb, var(--muted) 9%, transparent); }
.group { text-align: center; border-bottom: 0; padding-bottom: 0; }
summary { cursor: pointer; color: var(--accent); font-size: 14px; padding: 4px 0; }

.live { display: grid; grid-template-columns: 240px minmax(0, 1fr); gap: 8px 40px; margin-top: 20px; }
.live figure { grid-column: 1 / -1; margin-bottom: 0; }
.controls { display: grid; gap: 14px; align-content: start; font-size: 14px; }
.controls label { display: block; }
.controls .rho span { display: flex; justify-content: space-between; font-variant-numeric: tabular-nums; }
.controls input[type="range"] { width: 100%; margin: 4px 0 0; accent-color: var(--accent); }
.controls input { accent-color: var(--accent); }
fieldset { border: 0; margin: 0; padding: 0; }
legend { padding: 0; color: var(--muted); font-size: 13px; }
.live-table { align-self: start; width: 100%; }
.live-table tbody th { white-space: normal; }
.live-table th:not(:first-child), .live-table td { padding-left: 14px; }
.live-table caption { padding-bottom: 4px; }
.live-table td:nth-child(3) { font-weight: 600; }

footer { padding-bottom: 64px; font-size: 14px; color: var(--muted); }
footer dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
footer dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  header, main, footer { padding-left: 16px; padding-right: 16px; }
  .live { grid-template-columns: minmax(0, 1fr); row-gap: 24px; }
  .chart svg { min-width: 620px; }
  footer dl { grid-template-columns: 1fr; }
}
@media print { #theme, .csv, .controls { display: none; } }
`;
