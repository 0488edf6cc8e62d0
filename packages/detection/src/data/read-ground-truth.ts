import { GroundTruthBuilder } from './ground-truth-builder.js';
import type { GroundTruth, GroundTruthOptions } from './ground-truth.js';
import { readJsonRecords } from './read-json-records.js';

/**
 * Reads an annotation file of LVIS (v0.5 or v1) or COCO for evaluation, of any size, and checks it.
 *
 * @throws FileFormatError naming the record (list, place and id), the rule and what came; what the file system throws
 * @example
 * import { readGroundTruth } from '@disalign/detection';
 * import { writeFile } from 'node:fs/promises';
 * const images = [{ id: 7, height: 4, width: 6 }];
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * await writeFile('coco.json', JSON.stringify({ images, annotations, categories: [{ id: 3, name: 'cat' }] }));
 * const groundTruth = await readGroundTruth('coco.json', { format: 'coco' });
 * groundTruth.annotations.length; // 1
 */
export async function readGroundTruth(path: string, options: GroundTruthOptions): Promise<GroundTruth> {
  const builder = new GroundTruthBuilder(path, options);
  for await (const records of readJsonRecords(path)) builder.add(records);
  return builder.finish();
}
