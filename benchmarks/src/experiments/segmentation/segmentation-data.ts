import { join } from 'node:path';
import { countLabels, FileFormatError, type FeatureSource } from '@disalign/core';
import { openFeatureShards } from '@disalign/core/node';
import { ade20kFolder, openFeatureMaps, type FeatureMapSplit, type SegmentationSplit } from '@disalign/segmentation';
import fastGlob from 'fast-glob';

/** Annotated images: a split of a folder in ADE20K's layout. */
export interface AnnotatedSplit {
  readonly root: string;
  readonly split: 'training' | 'validation';
}

/** What a frozen network gave on a data set, and where: plain data, for a thread. */
export interface SegmentationDump {
  /** Holds `pixels/*.safetensors`, and maps of images in `selection` and `test`, named as the images. */
  readonly folder: string;
  /** Of the maps in `selection`; it may have images that have none there. */
  readonly selection: AnnotatedSplit;
  /** Of the maps in `test`, of all its images. */
  readonly test: AnnotatedSplit;
  /** K */
  readonly classes: number;
  readonly imageEnding: 'jpg' | 'png';
}

/** A dump and what it is called. */
export interface NamedSegmentationDump extends SegmentationDump {
  readonly name: string;
}

/** What the arms are fitted to, chosen on and tested on. */
export interface SegmentationData {
  readonly train: FeatureSource;
  /** [K] pixels of each class among those drawn for the fit. */
  readonly counts: readonly number[];
  readonly selection: FeatureMapSplit;
  readonly test: FeatureMapSplit;
}

/** Opens a dump. @throws FileFormatError naming what is missing; what the file system throws */
export async function openSegmentationDump(dump: SegmentationDump): Promise<SegmentationData> {
  const { folder, selection, test } = dump;
  const train = await openFeatureShards(join(folder, 'pixels', '*.safetensors'));
  const selectionMaps = join(folder, 'selection');
  return {
    train,
    counts: countLabels(await train.labels(), train.classes),
    selection: await openFeatureMaps(
      selectionMaps,
      await imagesWithMaps(selectionMaps, await openSplit(dump, selection)),
    ),
    test: await openFeatureMaps(join(folder, 'test'), await openSplit(dump, test)),
  };
}

/** The annotated images of a part of a dump. */
export async function openSplit(
  { classes, imageEnding }: Pick<SegmentationDump, 'classes' | 'imageEnding'>,
  { root, split }: AnnotatedSplit,
): Promise<SegmentationSplit> {
  return (await ade20kFolder({ root, classes, imageEnding })).splits[split];
}

type Annotations = Pick<SegmentationSplit, 'names' | 'readLabels'>;

/** Those images of a split that have maps in a folder. @throws FileFormatError when there is none */
async function imagesWithMaps(folder: string, { names, readLabels }: Annotations): Promise<Annotations> {
  const present = new Set(await fastGlob('*.safetensors', { cwd: folder }));
  const rows = [...names.keys()].filter((row) => present.has(`${names[row]}.safetensors`));
  if (rows.length === 0) {
    const expected = `maps of some of ${names.length} images`;
    throw new FileFormatError({ file: folder, field: 'folder', expected, got: `${present.size} files` });
  }
  return { names: rows.map((row) => names[row]), readLabels: async (row) => readLabels(rows[row]) };
}
