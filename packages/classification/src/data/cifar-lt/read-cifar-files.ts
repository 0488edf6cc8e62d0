import { FileFormatError } from '@disalign/core';
import { readFile } from 'node:fs/promises';
import type { LabelledImages } from '../create-long-tail-data-set.js';

/** Side of a CIFAR image in pixels. */
export const cifarSide = 32;

const planeBytes = cifarSide * cifarSide;

/**
 * Reads files of CIFAR's binary version, one after the other. A record is its labels (one byte each, the finest last),
 * then a red, a green and a blue plane.
 *
 * @param labelBytes 1 for CIFAR-10, 2 (coarse, fine) for CIFAR-100
 * @throws FileFormatError when a file holds no records or half a record
 */
export async function readCifarFiles(paths: readonly string[], labelBytes: number): Promise<LabelledImages> {
  const recordBytes = labelBytes + 3 * planeBytes;
  const files = await Promise.all(paths.map((path) => readRecords(path, recordBytes)));
  const records = Buffer.concat(files);
  const count = records.length / recordBytes;
  return {
    file: paths.join(', '),
    labels: Uint8Array.from({ length: count }, (_, row) => records[row * recordBytes + labelBytes - 1]),
    readImage: (row) => interleavePlanes(records.subarray(row * recordBytes + labelBytes, (row + 1) * recordBytes)),
  };
}

async function readRecords(path: string, recordBytes: number): Promise<Buffer> {
  const bytes = await readFile(path);
  if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
    throw new FileFormatError({
      file: path,
      field: 'length',
      expected: `a positive multiple of ${recordBytes} bytes`,
      got: `${bytes.length}`,
    });
  }
  return bytes;
}

function interleavePlanes(planes: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(planes.length);
  for (let pixel = 0; pixel < planeBytes; pixel++) {
    for (let channel = 0; channel < 3; channel++) pixels[3 * pixel + channel] = planes[channel * planeBytes + pixel];
  }
  return pixels;
}
