import { join } from 'node:path';
import { openFeatureMaps, type Preprocessing, type PreprocessingPreset } from '@disalign/onnx';
import {
  ade20kFolder,
  runOverImages,
  writePixelShards,
  type RgbImage,
  type SegmentationSplit,
} from '@disalign/segmentation';
import { continueOnnxDump } from './continue-onnx-dump.js';
import { fillMaps } from './fill-maps.js';
import type { NamedSegmentationDump } from './segmentation-data.js';
import { setAside } from './set-aside.js';

/** A segmentation network in an ONNX file, and how images become its input. */
export interface OnnxNetwork {
  readonly model: string;
  readonly preprocessing: PreprocessingPreset | Preprocessing;
}

/** Who is told how far the dump is. */
export interface DumpOnnxNetworkOptions {
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs a network over a folder in ADE20K's layout and fills the folder of a dump: maps of training images that are set aside to choose on,
 * pixels of the other training images to fit to, maps of all validation images to test on. Called again after an interruption, it goes on
 * with the first image that is not there.
 *
 * @throws FileFormatError where the model is no network of so many classes, or the folder holds a dump of another one; RangeError for
 *   preprocessing that breaks a rule; MissingDataSetError; what onnxruntime and the file system throw
 */
export async function dumpOnnxNetwork(
  { model, preprocessing }: OnnxNetwork,
  dump: NamedSegmentationDump,
  { onProgress, signal }: DumpOnnxNetworkOptions = {},
): Promise<void> {
  const { folder, classes, imageEnding } = dump;
  const { training, validation } = (await ade20kFolder({ root: dump.test.root, classes, imageEnding })).splits;
  const network = await openFeatureMaps({ model, preprocessing, classes });
  const run = ({ height, width, pixels }: RgbImage) => network.read({ height, width, channels: 3, data: pixels });
  const mapsOf = (split: Pick<SegmentationSplit, 'count' | 'read'>) => runOverImages(split, run, signal);
  try {
    await continueOnnxDump(folder, { model, preprocessing, images: [training.count, validation.count] });
    const { fit, selection } = setAside(training);
    const total = training.count + validation.count;
    const parts = { selection, test: validation };
    let before = 0;
    for (const [name, split] of Object.entries(parts)) {
      const maps = mapsOf(split);
      const onDone = (images: number) => onProgress?.((before + images) / total);
      await fillMaps(join(folder, name), split, { read: (row) => maps.read(row), onDone });
      before += split.count;
    }
    // Last: a dump with pixels is whole.
    await writePixelShards(join(folder, 'pixels'), mapsOf(fit), {
      onProgress: ({ done }) => onProgress?.((before + done) / total),
    });
  } finally {
    await network.close();
  }
}
