import * as tf from '@tensorflow/tfjs';
import { createBackbone, loadClassifier, standardizeImages } from '@disalign/classification';
import { checkpointPath } from '../checkpoints/checkpoint-path.js';
import type { Scene } from '../scenes/scene.js';

/** What a frozen backbone makes of scenes, on the host. */
export interface SceneMaps {
  readonly count: number;
  readonly channels: number;
  /** Pixels of a scene from one cell to the next. */
  readonly stride: number;
  /** Pixels of a scene along a side. */
  readonly imageSide: number;
  /** float32 [scenes, h, w, C] of some scenes. */
  take(scenes: readonly number[]): tf.Tensor4D;
}

const SCENES_AT_ONCE = 20;

/**
 * Runs the convolutional part of a network trained on Glyph-LT over scenes, as it is: it has seen the characters in the training fonts one by
 * one, and no scene.
 *
 * @param seed of the network
 */
export async function sceneMaps(
  scenes: readonly Pick<Scene, 'height' | 'pixels'>[],
  seed: number,
  onProgress?: (share: number) => void,
): Promise<SceneMaps> {
  const classifier = await loadClassifier(checkpointPath('glyph-lt', seed));
  const backbone = createBackbone(classifier.backbone);
  const parameters = new Map(
    [...classifier.parameters].map(([name, { data, shape }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(data, [...shape]), false)),
    ]),
  );
  const { height: side } = scenes[0];
  const parts: Float32Array[] = [];
  let shape: readonly number[] = [];
  try {
    for (let start = 0; start < scenes.length; start += SCENES_AT_ONCE) {
      const some = scenes.slice(start, start + SCENES_AT_ONCE);
      const pixels = new Uint8Array(some.length * side * side);
      some.forEach((scene, place) => pixels.set(scene.pixels, place * side * side));
      const maps = tf.tidy(() =>
        backbone.extractMaps(
          parameters,
          tf.tensor4d(standardizeImages(pixels, side * side), [some.length, side, side, 1]),
          'evaluation',
        ),
      );
      shape = maps.shape.slice(1);
      const values = await maps.data<'float32'>();
      maps.dispose();
      const size = values.length / some.length;
      for (let place = 0; place < some.length; place++) parts.push(values.slice(place * size, (place + 1) * size));
      onProgress?.(parts.length / scenes.length);
    }
  } finally {
    tf.dispose([...parameters.values()]);
  }
  const [rows, columns, channels] = shape;
  return {
    count: scenes.length,
    channels,
    stride: side / columns,
    imageSide: side,
    take(chosen) {
      const values = new Float32Array(chosen.length * parts[0].length);
      chosen.forEach((scene, place) => values.set(parts[scene], place * parts[0].length));
      return tf.tensor4d(values, [chosen.length, rows, columns, channels]);
    },
  };
}
