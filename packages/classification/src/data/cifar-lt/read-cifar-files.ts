import { FileFormatError } from '@disalign/core';
import { readFile } from 'node:fs/promises';
import { checkImageLabels } from '../check-image-labels.js';
import type { LabelledImages } from '../create-long-tail-data-set.js';

/** Side of a CIFAR image in pixels. */
export const cifarSide = 32;

const planeBytes = cifarSide * cifarSide;

/** How the records of an archive begin, and what their last label may be. */
export interface CifarRecords {
  /** 1 for CIFAR-10, 2 (coarse, fine) for CIFAR-100. */
  readonly labelBytes: number;
  /** K. */
  readonly classes: number;
}

/**
 * Reads files of CIFAR's binary version, one after the other. A record is its labels (one byte each, the finest last),
 * then a red, a green and a blue plane.
 *
 * @throws FileFormatError when a file holds no records, half a record, or a label that is no class; it names file and record
 */
export async function readCifarFiles(
  paths: readonly string[],
  { labelBytes, classes }: CifarRecords,
): Promise<LabelledImages> {
  const recordBytes = labelBytes + 3 * planeBytes;
  const labels: Uint8Array[] = [];
  const images: Uint8Array[] = [];
  for (const path of paths) {
    const bytes = await readRecords(path, recordBytes);
    const fileLabels = Uint8Array.from(
      { length: bytes.length / recordBytes },
      (_, record) => bytes[record * recordBytes + labelBytes - 1],
    );
    checkImageLabels(fileLabels, { file: path, classes });
    labels.push(fileLabels);
    for (let end = recordBytes; end <= bytes.length; end += recordBytes) {
      images.push(bytes.subarray(end - 3 * planeBytes, end));
    }
  }
  return {
    file: paths.join(', '),
    labels: Buffer.concat(labels),
    readImage: (row) => interleavePlanes(images[row]),
  };
}

async function readRecords(path: string, recordBytes: number): Promise<Uint8Array> {
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
