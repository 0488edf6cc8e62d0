import { DetectionBuilder } from './detection-builder.js';
import type { DetectionOptions, DetectionTable } from './detections.js';
import type { GroundTruth } from './ground-truth.js';
import { readJsonRecords } from './read-json-records.js';

/**
 * Reads a results file as the LVIS and COCO servers take it, of any size: a list of image_id, category_id, score, and bbox or
 * segmentation or both.
 *
 * Whether the FIRST result has a bbox decides for all: then areas are those of the boxes, and a missing segmentation is the
 * rectangle of its box; otherwise areas are those of the masks.
 *
 * @throws FileFormatError naming the record (its place in the list), the rule and what came; what the file system throws
 * @example
 * import { groundTruthFromJson, readDetections } from '@disalign/detection';
 * import { writeFile } from 'node:fs/promises';
 * const truth = groundTruthFromJson(
 *   { images: [{ id: 7, height: 4, width: 6 }], annotations: [], categories: [{ id: 3, name: 'cat' }] },
 *   { format: 'coco' },
 * );
 * await writeFile('results.json', '[{"image_id": 7, "category_id": 3, "bbox": [1, 1, 2, 2], "score": 0.9}]');
 * const detections = await readDetections('results.json', truth);
 * detections.length; // 1
 */
export async function readDetections(
  path: string,
  groundTruth: GroundTruth,
  options: DetectionOptions = {},
): Promise<DetectionTable> {
  const builder = new DetectionBuilder(path, groundTruth, options);
  for await (const records of readJsonRecords(path)) builder.add(records);
  return builder.finish();
}
