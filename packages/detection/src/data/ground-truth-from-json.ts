import { FileFormatError } from '@disalign/core';
import { GroundTruthBuilder } from './ground-truth-builder.js';
import type { GroundTruth, GroundTruthOptions } from './ground-truth.js';
import { isRecord } from './record-checks.js';

/**
 * Checks annotations of LVIS or COCO that are in memory already, as `readGroundTruth` does those in a file.
 *
 * @param json an object with the lists `images`, `annotations` and `categories`
 * @throws FileFormatError naming the record (list, place and id), the rule and what came
 * @example
 * import { groundTruthFromJson } from '@disalign/detection';
 * const images = [{ id: 7, height: 4, width: 6 }];
 * const annotations = [{ id: 1, image_id: 7, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 * groundTruthFromJson({ images, annotations, categories: [{ id: 3, name: 'cat' }] }, { format: 'coco' });
 */
export function groundTruthFromJson(json: unknown, options: GroundTruthOptions): GroundTruth {
  const file = 'annotations';
  if (!isRecord(json)) {
    throw new FileFormatError({
      file,
      field: 'the value',
      expected: 'an object with images, annotations and categories',
      got: typeof json,
    });
  }
  const builder = new GroundTruthBuilder(file, options);
  for (const [section, value] of Object.entries(json)) {
    const isList = Array.isArray(value);
    builder.add({ section, start: 0, records: isList ? value : [value], isList });
  }
  return builder.finish();
}
