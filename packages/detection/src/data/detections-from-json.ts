import { FileFormatError } from '@disalign/core';
import { DetectionBuilder } from './detection-builder.js';
import type { DetectionOptions, DetectionTable } from './detections.js';
import type { GroundTruth } from './ground-truth.js';

/**
 * Checks results that are in memory already, as `readDetections` does those in a file.
 *
 * @throws FileFormatError naming the record (its place in the list), the rule and what came
 * @example
 * import { detectionsFromJson, groundTruthFromJson } from '@disalign/detection';
 * const truth = groundTruthFromJson(
 *   { images: [{ id: 7, height: 4, width: 6 }], annotations: [], categories: [{ id: 3, name: 'cat' }] },
 *   { format: 'coco' },
 * );
 * detectionsFromJson([{ image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }], truth).length; // 1
 */
export function detectionsFromJson(
  results: unknown,
  groundTruth: GroundTruth,
  options: DetectionOptions = {},
): DetectionTable {
  const file = 'detections';
  if (!Array.isArray(results)) {
    throw new FileFormatError({ file, field: 'the value', expected: 'a list of results', got: typeof results });
  }
  const builder = new DetectionBuilder(file, groundTruth, options);
  builder.add({ section: '', start: 0, records: results, isList: true });
  return builder.finish();
}
