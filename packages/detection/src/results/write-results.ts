import { writeFileAtomically } from '@disalign/core/node';
import type { ResultRecord } from './result-records.js';

/**
 * Writes a results file as the LVIS and COCO servers take it, record by record with flat memory, whole or not at all.
 *
 * @param images records of one image after the other, see `RegionCalibrator.results`
 * @returns how many records were written
 * @throws what `images` and the file system throw; the old file then stays as it was
 * @example
 * import { writeResults } from '@disalign/detection';
 * const record = { image_id: 7, category_id: 18, bbox: [1, 2, 3, 6], score: 0.5 } as const;
 * await writeResults('results.json', [[record]]); // 1
 */
export async function writeResults(
  path: string,
  images: AsyncIterable<readonly ResultRecord[]> | Iterable<readonly ResultRecord[]>,
): Promise<number> {
  let written = 0;
  async function* pieces() {
    yield Buffer.from('[');
    for await (const records of images) {
      if (records.length === 0) continue;
      const text = records.map((record) => JSON.stringify(record)).join(',\n');
      yield Buffer.from(written === 0 ? text : `,\n${text}`);
      written += records.length;
    }
    yield Buffer.from(']\n');
  }
  await writeFileAtomically(path, pieces());
  return written;
}
