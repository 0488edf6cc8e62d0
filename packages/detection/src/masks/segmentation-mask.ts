import { decompressRuns, scanRuns } from './decompress-runs.js';
import {
  foregroundIntervals,
  intervalsOf,
  mergeBounds,
  runsOf,
  type Bounds,
  type ForegroundIntervals,
} from './foreground-intervals.js';
import { maskArea } from './mask-area.js';
import { polygonBounds } from './polygon-bounds.js';
import { checkImageSize, checkRunLengthMask, type ImageSize, type RunLengthMask } from './run-length-mask.js';

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
  if ('counts' in segmentation) return runLengthMask(segmentation);
  checkImageSize('segmentationMask', size);
  const { height, width } = size;
  return { height, width, runs: runsOf(unionOfPolygons(segmentation, size), height * width) };
}

/** The mask of a segmentation made ready for comparisons. */
export function segmentationIntervals(segmentation: Segmentation, size: ImageSize): ForegroundIntervals {
  if ('counts' in segmentation) return foregroundIntervals(runLengthMask(segmentation));
  return intervalsOf(unionOfPolygons(segmentation, size), size);
}

function unionOfPolygons(polygons: readonly (readonly number[])[], size: ImageSize): Bounds {
  if (polygons.length === 0) throw new RangeError('segmentationMask: `segmentation` must hold a polygon, got none');
  let union = polygonBounds(polygons[0], size);
  for (let part = 1; part < polygons.length; part++) union = mergeBounds(union, polygonBounds(polygons[part], size), 1);
  return union;
}

function runLengthMask({ size: [height, width], counts }: JsonRunLengths): RunLengthMask {
  if (typeof counts === 'string') return decompressRuns(counts, { height, width });
  const mask = { height, width, runs: wholeRuns(counts) };
  checkRunLengthMask('segmentationMask', mask);
  return mask;
}

/** Checks runs from JSON as `segmentationMask` does, and gives their foreground pixels without keeping them. */
export function scanRunLengths(segmentation: JsonRunLengths): number {
  const { size, counts } = segmentation;
  if (typeof counts !== 'string') return maskArea(runLengthMask(segmentation));
  checkImageSize('segmentationMask', { height: size[0], width: size[1] });
  return scanRuns('segmentationMask', counts, size[0] * size[1]).area;
}

function wholeRuns(counts: readonly number[]): Uint32Array {
  const wrong = counts.find((run) => !(Number.isInteger(run) && run >= 0 && run < 2 ** 31));
  if (wrong !== undefined) {
    throw new RangeError(`segmentationMask: \`counts\` must hold whole numbers from 0 to 2^31 - 1, got ${wrong}`);
  }
  return Uint32Array.from(counts);
}
