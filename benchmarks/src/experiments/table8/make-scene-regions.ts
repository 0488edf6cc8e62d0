import { join } from 'node:path';
import { startBackend, type BackendName } from '@disalign/core';
import { writeRegionShards, type RegionImage } from '@disalign/detection';
import * as tf from '@tensorflow/tfjs';
import { sceneDetectorsPath } from '../../checkpoints/scene-detectors-path.js';
import { loadDetectors, uploadDetectors } from '../../detection-scenes/detector-file.js';
import { detectionSplits } from '../../detection-scenes/glyph-scenes-lvis.js';
import { readLvisScenes } from '../../detection-scenes/lvis-scene-folder.js';
import { sceneDetectors } from '../../detection-scenes/scene-detectors.js';
import { sceneMaps } from '../../detection-scenes/scene-maps.js';
import { sceneRegions } from '../../detection-scenes/scene-regions.js';

/** Regions of the scenes as the detectors of one seed see them, and where to. */
export interface SceneRegionsTask {
  readonly seed: number;
  readonly backend: BackendName;
  /** Where `writeLvisScenes` wrote. */
  readonly scenes: string;
  readonly folder: string;
}

/** Proposals of stage 2, that stage 1 has not seen; and those that all detectors are given. */
const PROPOSAL_SEEDS = { training: 1_000_000, selection: 1_000_001, test: 1_000_002 } as const;

/**
 * Writes into a folder what the detectors of a seed make of the scenes: for each detector folders of regions, `linear-plain/training`, ....
 *
 * @param onProgress share that is done
 */
export async function makeSceneRegions(
  { seed, backend, scenes, folder }: SceneRegionsTask,
  onProgress: (share: number) => void,
): Promise<null> {
  await startBackend(backend);
  const parameters = uploadDetectors(await loadDetectors(sceneDetectorsPath(seed)));
  for (const [place, split] of detectionSplits.entries()) {
    const stored = await readLvisScenes(scenes, split);
    const tell = (share: number) => onProgress((place + share) / detectionSplits.length);
    const maps = await sceneMaps(stored.scenes, seed, (share) => tell(share / 2));
    // Masks of training regions are not looked at.
    const options = { parameters, seed: PROPOSAL_SEEDS[split], masks: split !== 'training' };
    const images: RegionImage[][] = [];
    for await (const ofScene of sceneRegions(stored, maps, options)) {
      images.push(ofScene);
      tell(0.5 + images.length / maps.count / 2);
    }
    for (const [index, { name }] of sceneDetectors.entries()) {
      const regions = { count: images.length, read: async (image: number) => images[image][index] };
      await writeRegionShards(join(folder, name, split), regions, { dtype: 'F16' });
    }
  }
  tf.dispose([...parameters.values()]);
  return null;
}
