import type { Palette } from './palette.js';

/** What a text looks like. */
export interface TextStyle {
  readonly fontSize: number;
  readonly color: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom';
  readonly dx?: number;
  readonly dy?: number;
}

/** A text as marks, its outline in the colour of the page first: so it is readable over lines and dots. */
export function haloedText(style: TextStyle, { background }: Palette) {
  const text = { type: 'text', aria: false, ...style } as const;
  const page = background ?? 'var(--background)';
  return [{ ...text, stroke: page, strokeWidth: 3, strokeJoin: 'round', strokeOpacity: 0.85 } as const, text];
}
