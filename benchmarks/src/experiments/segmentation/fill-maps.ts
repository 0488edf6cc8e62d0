import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { saveFeatureMaps, type LabelledFeatureMaps, type SegmentationSplit } from '@disalign/segmentation';

/** Who makes the maps of an image, and who is told how many are there. */
export interface FillMapsOptions {
  readonly read: (row: number) => Promise<Omit<LabelledFeatureMaps, 'labels'>>;
  readonly onDone: (images: number) => void;
}

/** Writes the maps of a split, named as its images are, that are not there yet. */
export async function fillMaps(
  folder: string,
  { names }: Pick<SegmentationSplit, 'names'>,
  { read, onDone }: FillMapsOptions,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [row, name] of names.entries()) {
    const path = join(folder, `${name}.safetensors`);
    if (!existsSync(path)) await saveFeatureMaps(path, await read(row));
    onDone(row + 1);
  }
}
