import { MAX_COORDINATE } from '../masks/polygon-bounds.js';
import type { ImageSize } from '../masks/run-length-mask.js';
import { scanRunLengths, type JsonRunLengths, type Segmentation } from '../masks/segmentation-mask.js';
import { isRecord, recordError, type JsonRecord, type RecordPlace } from './record-checks.js';

/** What is let through. */
export interface SegmentationRules {
  readonly size: ImageSize;
  readonly officialQuirks: boolean;
}

/**
 * The `segmentation` of a record, checked: polygons with an even number of at least six finite numbers, or runs of the image's size
 * that sum to its pixels.
 *
 * @throws FileFormatError naming the record
 */
export function checkSegmentation(place: RecordPlace, record: JsonRecord, rules: SegmentationRules): Segmentation {
  const { segmentation } = record;
  const fail = (expected: string, got: unknown) => recordError(place, record, { field: 'segmentation', expected, got });
  if (Array.isArray(segmentation)) {
    if (segmentation.length === 0) throw fail('at least one polygon', segmentation);
    const polygons: unknown[] = segmentation;
    return polygons.map((polygon, part) => {
      if (isPolygon(polygon, part > 0, rules.officialQuirks)) return polygon;
      throw fail('polygons of an even number of at least six finite numbers', polygon);
    });
  }
  if (!isRunLengths(segmentation)) throw fail('polygons, or runs with `size` and `counts`', segmentation);
  const [height, width] = segmentation.size;
  const isOther = height !== rules.size.height || width !== rules.size.width;
  if (isOther && !rules.officialQuirks) {
    throw fail(`of the size of its image, ${rules.size.height} x ${rules.size.width}`, segmentation.size);
  }
  return segmentation;
}

/** Checks the runs of a segmentation, and gives the pixels of their foreground. @throws FileFormatError naming the record */
export function checkRuns(place: RecordPlace, record: JsonRecord, runs: JsonRunLengths): number {
  try {
    return scanRunLengths(runs);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const problem = { field: 'segmentation', expected: 'runs of its mask', got: runs, reason: cause.message };
    throw recordError(place, record, problem);
  }
}

/** The official code takes an odd number too many, and a line behind a first polygon. */
function isPolygon(value: unknown, isLater: boolean, officialQuirks: boolean): value is number[] {
  if (!Array.isArray(value)) return false;
  const numbers: unknown[] = value;
  const longEnough = officialQuirks
    ? numbers.length >= (isLater ? 1 : 5)
    : numbers.length >= 6 && numbers.length % 2 === 0;
  return longEnough && numbers.every((number) => typeof number === 'number' && Math.abs(number) <= MAX_COORDINATE);
}

function isRunLengths(value: unknown): value is JsonRunLengths {
  if (!isRecord(value) || !Array.isArray(value.size) || value.size.length !== 2) return false;
  const sides: unknown[] = value.size;
  if (!sides.every((side) => typeof side === 'number')) return false;
  return typeof value.counts === 'string' || (Array.isArray(value.counts) && value.counts.every(isNumber));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
