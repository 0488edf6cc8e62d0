import type { Mark } from '../document/chart.js';
import { haloedText, type TextStyle } from './haloed-text.js';
import type { Palette } from './palette.js';
import type { PositionEncodings } from './position-encodings.js';
import type { Layer } from './series-layers.js';

/** The layers of labelled places: a dashed line or a cross each. */
export function placeLayers(marks: readonly Mark[], positions: PositionEncodings, palette: Palette): Layer[] {
  return marks.map((mark) => placeLayer(mark, positions, palette));
}

/** The layers of their labels. */
export function labelLayers(marks: readonly Mark[], positions: PositionEncodings, palette: Palette): Layer[] {
  return marks.flatMap((mark) => labelLayer(mark, positions, palette));
}

function placeLayer(mark: Mark, positions: PositionEncodings, palette: Palette): Layer {
  const encoding = { ...placed(mark, positions), description: { field: 'label', type: 'nominal' } as const };
  const data = dataOf(mark);
  if (mark.x !== undefined && mark.y !== undefined) {
    return { data, mark: { type: 'point', shape: 'cross', filled: true, size: 90, color: palette.ink }, encoding };
  }
  return { data, mark: { type: 'rule', strokeDash: [3, 3], strokeWidth: 1.2, color: palette.muted }, encoding };
}

function labelLayer(mark: Mark, positions: PositionEncodings, palette: Palette): Layer[] {
  const encoding = { ...placed(mark, positions), ...edge(mark), text: { value: mark.label } };
  const text = { fontSize: 11, color: palette.muted, ...labelPlace(mark, positions.lying) };
  return haloedText(text, palette).map((drawn) => ({ data: dataOf(mark), mark: drawn, encoding }));
}

/** Of a copy: Vega numbers the objects that it draws. */
function dataOf(mark: Mark): { values: Mark[] } {
  return { values: [{ ...mark }] };
}

/** The position encodings of the coordinates that the mark has. */
function placed(mark: Mark, positions: PositionEncodings): object {
  const { x, y } = positions.alone();
  return { ...(mark.x === undefined ? {} : { x }), ...(mark.y === undefined ? {} : { y }) };
}

/** Right of a point; beside a vertical line at its top, above it where rows stand; above a horizontal one at its right end. */
function labelPlace({ x, y }: Mark, lying: boolean): Partial<TextStyle> {
  if (x !== undefined && y !== undefined) return { align: 'left', baseline: 'middle', dx: 8 };
  if (x === undefined) return { align: 'right', baseline: 'bottom', dx: -4, dy: -3 };
  return lying ? { align: 'center', baseline: 'bottom', dy: -2 } : { align: 'left', baseline: 'top', dx: 5, dy: 2 };
}

/** Where the label stands along a line. */
function edge({ x, y }: Mark): object {
  if (x === undefined) return { x: { value: 'width' } };
  return y === undefined ? { y: { value: 0 } } : {};
}
