import { createReadStream } from 'node:fs';
import { JsonRecordScanner, type JsonRecords } from './json-record-scanner.js';

/**
 * Reads the lists of a JSON file of any size, a piece at a time: a file that is a list, as detection results are, or an object of
 * lists, as the annotations of LVIS and COCO are. Memory holds one piece of a megabyte and its values; a single record may take
 * 64 MiB.
 *
 * @throws FileFormatError naming the list and the place in it where the file is no JSON, is cut off, or has a key twice; what the
 * file system throws
 * @example
 * import { readJsonRecords } from '@disalign/detection';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('results.json', '[{"image_id": 1}, {"image_id": 2}]');
 * for await (const { start, records } of readJsonRecords('results.json')) console.log(start, records);
 */
export async function* readJsonRecords(path: string): AsyncGenerator<JsonRecords> {
  const scanner = new JsonRecordScanner(path);
  const stream = createReadStream(path, { highWaterMark: 2 ** 20 });
  for await (const bytes of stream) {
    if (bytes instanceof Uint8Array) yield* scanner.push(bytes);
  }
  scanner.end();
}
