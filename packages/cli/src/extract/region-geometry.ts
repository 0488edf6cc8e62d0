import { backgroundIndex, FileFormatError, type BackgroundColumn } from '@disalign/core';
import type { RegionImage } from '@disalign/detection';
import type { OutputValues } from '@disalign/onnx';

// R regions, K columns of logits (the background's among them), C = K - 1 classes.

/** Where the boxes of a detector's regions are among what it gives. */
export interface RegionTensors {
  /** Tensor of the proposals [R, 4]: left, top, right, bottom; or [R, 5], the number of the image before them. */
  readonly boxes: string;
  /** Tensor of what moves them: [R, 4], [R, 4 C] or [R, 4 K]. Left out: the boxes are final. */
  readonly deltas?: string;
}

/**
 * Boxes and deltas of the regions of an image, without the columns that say nothing of a class.
 *
 * @throws FileFormatError naming model and tensor, where one is of another size
 */
export function regionGeometry(
  tensors: Readonly<Record<string, OutputValues>>,
  names: RegionTensors,
  head: {
    readonly model: string;
    readonly rows: number;
    readonly classes: number;
    readonly background: BackgroundColumn;
  },
): Pick<RegionImage, 'boxes' | 'deltas'> {
  const { rows, classes, background } = head;
  const take = (field: string, allowed: readonly number[]) => {
    const { data, shape } = tensors[field];
    const columns = allowed.find((count) => data.length === rows * count);
    if (columns !== undefined) return { data, columns };
    const expected = `${rows} rows, as many as the logits, of ${allowed.join(' or ')} numbers`;
    throw new FileFormatError({ file: head.model, field: `tensor ${field}`, expected, got: shape.join(' x ') });
  };
  const boxes = take(names.boxes, [4, 5]);
  const corners = keepColumns(boxes, { rows, keep: 4, atEnd: true });
  if (names.deltas === undefined) return { boxes: corners, deltas: null };
  const deltas = take(names.deltas, [4, 4 * (classes - 1), 4 * classes]);
  const ofClasses = Math.min(deltas.columns, 4 * (classes - 1));
  const backgroundIsFirst = backgroundIndex(background, classes) === 0;
  return { boxes: corners, deltas: keepColumns(deltas, { rows, keep: ofClasses, atEnd: backgroundIsFirst }) };
}

/** The first columns of a matrix, or the last. */
function keepColumns(
  { data, columns }: { readonly data: Float32Array; readonly columns: number },
  { rows, keep, atEnd }: { readonly rows: number; readonly keep: number; readonly atEnd: boolean },
): Float32Array {
  if (keep === columns) return data;
  const kept = new Float32Array(rows * keep);
  for (let row = 0; row < rows; row++) {
    const start = row * columns + (atEnd ? columns - keep : 0);
    kept.set(data.subarray(start, start + keep), row * keep);
  }
  return kept;
}
