import * as tf from '@tensorflow/tfjs';
import type { NamedParameters } from '@disalign/classification';
import { createRandom } from '@disalign/core';
import { applyBoxDeltas, type RegionImage } from '@disalign/detection';
import type { AnnotatedScenes } from './annotate-scenes.js';
import { cropRegions } from './crop-regions.js';
import { drawProposals } from './draw-proposals.js';
import { CROP_SIDE, MASK_SIDE, runClassifier, runRegionNetwork, type RegionOutput } from './region-network.js';
import { sceneDetectors } from './scene-detectors.js';
import type { SceneMaps } from './scene-maps.js';
import { objectsOfScenes } from './training-regions.js';

/** Which detectors look at which proposals. */
export interface SceneRegionsOptions {
  /** Of a network and its four classifiers. */
  readonly parameters: NamedParameters;
  /** Of the proposals. */
  readonly seed: number;
  /** Whether masks are made too. */
  readonly masks: boolean;
}

/**
 * What the four detectors of a seed say of the given proposals of each scene in turn. A mask head looks at the final boxes of a detector, and here one
 * delta serves all classes: a second look at the moved boxes makes the masks.
 *
 * @returns for each scene its regions as each of `sceneDetectors` sees them; only the logits differ
 */
export async function* sceneRegions(
  annotated: Pick<AnnotatedScenes, 'json'>,
  maps: SceneMaps,
  { parameters, seed, masks: withMasks }: SceneRegionsOptions,
): AsyncGenerator<RegionImage[]> {
  const look = async (
    scene: number,
    boxes: Float32Array | Float64Array,
    choose: (output: RegionOutput) => tf.Tensor[],
  ) => {
    const tensors = tf.tidy(() => {
      const regions = { boxes, mapOf: new Int32Array(boxes.length / 4) };
      return choose(
        runRegionNetwork(
          parameters,
          cropRegions(maps.take([scene]), regions, { stride: maps.stride, side: CROP_SIDE }),
        ),
      );
    });
    const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
    tf.dispose(tensors);
    return values;
  };
  for (const [scene, { corners }] of objectsOfScenes(annotated).entries()) {
    const { id, height, width } = annotated.json.images[scene];
    const boxes = drawProposals(corners, { side: maps.imageSide, random: createRandom(seed, scene) });
    const [features, deltas, ...logits] = await look(scene, boxes, (output) => [
      output.features,
      output.deltas,
      ...sceneDetectors.map((detector) => runClassifier(parameters, detector, output.features)),
    ]);
    const [masks] = withMasks ? await look(scene, applyBoxDeltas(boxes, deltas), (output) => [output.masks]) : [];
    const size = { height, width };
    yield logits.map((own) => ({
      id,
      frame: size,
      size,
      heads: [{ rows: boxes.length / 4, features, logits: own }],
      boxes,
      deltas,
      masks: masks ? { logits: masks, channels: 1, side: MASK_SIDE } : null,
      labels: null,
    }));
  }
}
