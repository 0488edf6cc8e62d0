import { decompressRuns, scanRuns } from './decompress-runs.js';
import { maskArea } from './mask-area.js';
import { mergeMasks } from './merge-masks.js';
import { polygonMask } from './polygon-mask.js';
import { checkRunLengthMask, type ImageSize, type RunLengthMask } from './run-length-mask.js';

/** Runs as LVIS and COCO write them in JSON: numbers, or the compressed string. `size` is height, width. */
export interface JsonRunLengths {
  readonly size: readonly number[];
  readonly counts: string | readonly number[];
}

/** A `segmentation` in the JSON of LVIS and COCO: polygons whose union is meant, or runs. */
export type Segmentation = JsonRunLengths | readonly (readonly number[])[];

/**
 * The mask of a `segmentation` in the JSON of LVIS and COCO.
 *
 * @param size of the image, for polygons; runs bring their own
 * @throws RangeError as `polygonMask` and `decompressRuns`, and where there is no polygon
 * @example
 * import { segmentationMask } from '@disalign/detection';
 * const size = { height: 8, width: 10 };
 * segmentationMask([[1, 1, 8, 2, 4, 7]], size); // as polygonMask([1, 1, 8, 2, 4, 7], size)
 * segmentationMask({ size: [1, 2], counts: '11' }, size).runs; // [1, 1]
 */
export function segmentationMask(segmentation: Segmentation, size: ImageSize): RunLengthMask {
  if (!('counts' in segmentation)) {
    return mergeMasks(
      segmentation.map((polygon) => polygonMask(polygon, size)),
      'union',
    );
  }
  const [height, width] = segmentation.size;
  const { counts } = segmentation;
  if (typeof counts === 'string') return decompressRuns(counts, { height, width });
  const mask = { height, width, runs: wholeRuns(counts) };
  checkRunLengthMask('segmentationMask', mask);
  return mask;
}

/** Checks runs from JSON as `segmentationMask` does, and gives their foreground pixels without keeping them. */
export function scanRunLengths({ size: [height, width], counts }: JsonRunLengths): number {
  if (typeof counts === 'string') return scanRuns('segmentationMask', counts, height * width).area;
  const mask = { height, width, runs: wholeRuns(counts) };
  checkRunLengthMask('segmentationMask', mask);
  return maskArea(mask);
}

function wholeRuns(counts: readonly number[]): Uint32Array {
  const wrong = counts.find((run) => !(Number.isInteger(run) && run >= 0 && run < 2 ** 31));
  if (wrong !== undefined) {
    throw new RangeError(`segmentationMask: \`counts\` must hold whole numbers from 0 to 2^31 - 1, got ${wrong}`);
  }
  return Uint32Array.from(counts);
}
