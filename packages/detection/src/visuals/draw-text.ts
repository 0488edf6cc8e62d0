import type { ImageSize } from '../masks/run-length-mask.js';
import { LETTER_ADVANCE, LETTER_HEIGHT, letterColumns } from './pixel-font.js';
import { fillRectangle, type Color, type RgbImage } from './rgb-image.js';

const MARGIN = 2;
const BLACK: Color = [0, 0, 0];

/** Where a text stands, and on what. */
export interface TextPlace {
  readonly left: number;
  readonly top: number;
  readonly background: Color;
}

/** Room that a text takes, with 2 pixels around it. */
export function textSize(text: string): ImageSize {
  // The last letter needs no gap behind it.
  return { height: LETTER_HEIGHT + 2 * MARGIN, width: Math.max(1, LETTER_ADVANCE * [...text].length) - 1 + 2 * MARGIN };
}

/** Writes a line of text in black on a coloured strip; what lies outside the image is cut off. */
export function drawText(image: RgbImage, text: string, { left, top, background }: TextPlace): void {
  const { height, width } = textSize(text);
  fillRectangle(image, [left, top, left + width, top + height], { color: background });
  for (const [place, character] of [...text].entries()) {
    for (const [column, bits] of letterColumns(character).entries()) {
      const x = left + MARGIN + LETTER_ADVANCE * place + column;
      for (let row = 0; row < LETTER_HEIGHT; row++) {
        const y = top + MARGIN + row;
        if ((bits >> row) & 1) fillRectangle(image, [x, y, x + 1, y + 1], { color: BLACK });
      }
    }
  }
}
