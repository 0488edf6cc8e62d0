import { styleText } from 'node:util';
import type { ProgressStream } from '@disalign/core/node';

/** How text is marked on a stream. */
export interface Colors {
  heading(text: string): string;
  good(text: string): string;
  /** What deserves a second look. */
  doubtful(text: string): string;
}

/** Colours for a terminal; none for anything else, for a terminal without any, and where NO_COLOR (https://no-color.org) is set. */
export function colorsFor(
  { isTTY }: ProgressStream,
  { NO_COLOR: noColor, TERM: terminal }: Readonly<Record<string, string | undefined>>,
): Colors {
  const hasColors = isTTY === true && !noColor && terminal !== 'dumb';
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    hasColors ? styleText(format, text, { validateStream: false }) : text;
  return { heading: style('bold'), good: style('green'), doubtful: style('yellow') };
}
