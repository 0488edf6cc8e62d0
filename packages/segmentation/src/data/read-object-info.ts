import { readFile } from 'node:fs/promises';
import type { ClassInfo } from './class-info.js';
import { parseObjectInfo, type ObjectInfoOptions } from './parse-object-info.js';

/**
 * Reads the table of classes of ADE20K from a file (see `parseObjectInfo`).
 *
 * @throws FileFormatError naming file and row; what the file system throws
 * @example
 * import { readObjectInfo } from '@disalign/segmentation';
 * import { writeFile } from 'node:fs/promises';
 * await writeFile('objectInfo150.txt', 'Idx\tRatio\tTrain\tVal\tName\n1\t0.1576\t11664\t1172\twall\n');
 * const [wall] = await readObjectInfo('objectInfo150.txt', { classes: 1 });
 */
export async function readObjectInfo(path: string, options: ObjectInfoOptions = {}): Promise<ClassInfo[]> {
  return parseObjectInfo(await readFile(path, 'utf8'), path, options);
}
