/** The colours of charts, as SVG takes them. */
export interface Palette {
  /** Of texts. */
  readonly ink: string;
  /** Of texts and lines of less weight. */
  readonly muted: string;
  readonly grid: string;
  /** Of bars behind the others. */
  readonly behind: string;
  /** Null: transparent. */
  readonly background: string | null;
  /** Of the series in their order; after the last the first again. */
  readonly series: readonly string[];
}

/** For a white page. */
export const lightPalette: Palette = {
  ink: '#1f2328',
  muted: '#59636e',
  grid: '#e4e8ec',
  behind: '#d5dbe1',
  background: 'white',
  series: ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#bf3989', '#1b7c83', '#9a6700', '#6e7781'],
};

/** For a dark page. */
export const darkPalette: Palette = {
  ink: '#e6edf3',
  muted: '#9198a1',
  grid: '#2b323b',
  behind: '#3d444d',
  background: '#0d1117',
  series: ['#4493f8', '#f0883e', '#3fb950', '#ab7df8', '#f778ba', '#39c5cf', '#d29922', '#8b949e'],
};

/** Of custom properties, which the style of a page gives their values: `var(--ink)`, `var(--series-0)`. */
export const pagePalette: Palette = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  behind: 'var(--behind)',
  background: null,
  series: lightPalette.series.map((_, index) => `var(--series-${index})`),
};

/** The custom properties behind {@link pagePalette}, as CSS declarations. */
export function paletteProperties({ series, ...colors }: Palette): string {
  const named = Object.entries(colors).map(([name, color]) => `--${name}: ${color ?? 'transparent'};`);
  return [...named, ...series.map((color, index) => `--series-${index}: ${color};`)].join(' ');
}
