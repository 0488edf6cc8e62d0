import { join } from 'node:path';
import { loadGlyphMasters } from '@disalign/classification';
import { startBackend, type BackendName } from '@disalign/core';
import { ade20kFolder, writePixelShards } from '@disalign/segmentation';
import { checkpointPath } from '../../checkpoints/checkpoint-path.js';
import { runOverScenes } from '../../scene-networks/run-over-scenes.js';
import { loadSceneNetwork } from '../../scene-networks/scene-network-file.js';
import type { SceneHead } from '../../scene-networks/scene-network.js';
import { startSceneNetwork } from '../../scene-networks/start-scene-network.js';
import { glyphScenes150 } from '../../scenes/glyph-scenes-150.js';
import { writeSceneFolder } from '../../scenes/write-scene-folder.js';
import { fillMaps } from './fill-maps.js';
import type { SegmentationDump } from './segmentation-data.js';

/** A frozen network on GlyphScenes-150, named by its head and seed, and what it runs on. */
export interface SceneNetworkTask {
  readonly head: SceneHead;
  readonly networkSeed: number;
  readonly backend: BackendName;
  /** Where `writeGlyphScenes` wrote. */
  readonly scenes: string;
}

/** Folders of `writeGlyphScenes`: the first has training images and those to choose on, the second those to test on. */
const sceneFolders = { development: 'development', test: 'test' } as const;

/** Paints GlyphScenes-150 into two folders of ADE20K's layout. */
export async function writeGlyphScenes(folder: string, onProgress: (share: number) => void): Promise<null> {
  const { classes, splits } = glyphScenes150(await loadGlyphMasters());
  const { training, selection, test } = splits;
  await writeSceneFolder(join(folder, sceneFolders.development), {
    classes,
    splits: { training, validation: selection },
    onProgress: (share) => onProgress(0.8 * share),
  });
  await writeSceneFolder(join(folder, sceneFolders.test), {
    classes,
    splits: { validation: test },
    onProgress: (share) => onProgress(0.8 + 0.2 * share),
  });
  return null;
}

/** Where the parts of the dump of a network are. */
export function sceneDump(scenes: string, folder: string): SegmentationDump {
  return {
    folder,
    selection: { root: join(scenes, sceneFolders.development), split: 'validation' },
    test: { root: join(scenes, sceneFolders.test), split: 'validation' },
    classes: 150,
    imageEnding: 'png',
  };
}

/** Runs a network over all scenes, and writes what stage 2 needs into a folder. */
export async function dumpSceneNetwork(
  { head, networkSeed, backend, scenes }: SceneNetworkTask,
  folder: string,
  onProgress: (share: number) => void,
): Promise<null> {
  await startBackend(backend);
  const options = { classes: 150, imageEnding: 'png' } as const;
  const { splits } = await ade20kFolder({ root: join(scenes, sceneFolders.development), ...options });
  const test = (await ade20kFolder({ root: join(scenes, sceneFolders.test), ...options })).splits.validation;
  const network = startSceneNetwork(await loadSceneNetwork(checkpointPath('glyph-scenes-150', networkSeed, head)));
  const total = splits.training.count + splits.validation.count + test.count;
  let before = 0;
  try {
    await writePixelShards(join(folder, 'pixels'), runOverScenes(splits.training, network.run), {
      onProgress: ({ done }) => onProgress(done / total),
    });
    before += splits.training.count;
    for (const [name, split] of Object.entries({ selection: splits.validation, test })) {
      const maps = runOverScenes(split, network.run);
      // Seen at its own size: there is no size to go through.
      const read = async (row: number) => ({ ...(await maps.read(row)), inputSize: undefined });
      await fillMaps(join(folder, name), split, { read, onDone: (done) => onProgress((before + done) / total) });
      before += split.count;
    }
  } finally {
    network.dispose();
  }
  return null;
}
