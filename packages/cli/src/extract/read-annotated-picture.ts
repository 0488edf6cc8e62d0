import { basename, dirname, join } from 'node:path';
import { FileFormatError } from '@disalign/core';
import { photographError, renderFileInThread, type PhotographPlace, type RawImage } from '@disalign/core/photographs';
import type { GroundTruth } from '@disalign/detection';
import { isThere } from '../files/is-there.js';

const asItIs = { channels: 3, resize: null, crop: null };

/**
 * Reads a picture of an annotation file: at the path that the file names, below a folder, or by its name in the folder itself.
 *
 * @param root default: the folder of the annotation file
 * @throws FileFormatError naming annotations and picture, where they name none, it cannot be read, or is of another size
 */
export async function readAnnotatedPicture(
  { file, images }: GroundTruth,
  index: number,
  root: string = dirname(file),
): Promise<RawImage> {
  const origin = `${file}: image ${images.ids[index]}`;
  const name = images.files[index];
  if (name === null) {
    throw new FileFormatError({ file: origin, field: 'file_name', expected: 'the name of a picture', got: 'nothing' });
  }
  const place = { origin, path: await findPicture(root, name) };
  const rendering = await renderFileInThread({ path: place.path, form: asItIs });
  if ('problem' in rendering) throw photographError(place, rendering.problem);
  checkSize(place, rendering.image, { height: images.heights[index], width: images.widths[index] });
  return rendering.image;
}

/** COCO's names are in the folder of a split, LVIS' URLs name that folder too. */
async function findPicture(root: string, name: string): Promise<string> {
  const path = join(root, name);
  const inFolder = join(root, basename(name));
  if (path === inFolder || (await isThere(path))) return path;
  return (await isThere(inFolder)) ? inFolder : path;
}

function checkSize(place: PhotographPlace, got: RawImage, expected: { height: number; width: number }): void {
  if (got.height === expected.height && got.width === expected.width) return;
  throw photographError(place, {
    expected: `of ${expected.width} x ${expected.height} pixels, as annotated`,
    got: `${got.width} x ${got.height}`,
  });
}
