import { createRandom } from '@disalign/core';
import { NO_CLASS } from '@disalign/segmentation';
import { sceneColors, type SceneImages } from './scene-images.js';
import { FEATURE_STRIDE } from './scene-network.js';

/** How batches are drawn. */
export interface SceneBatchOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Side of the square that is cut out of a scene, a multiple of 8 pixels. */
  readonly cropSize: number;
}

/** What one step sees. */
export interface SceneBatch {
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** [B, crop, crop], standardised. */
  readonly inputs: Float32Array;
  /** [B, crop / 4, crop / 4] the class of a pixel near the centre of each cell; -1 where it has none. */
  readonly labels: Int32Array;
}

// Streams of random draws beside those of the parameters, which have the small numbers.
const orderStream = 1_000_001;
const cropStream = 1_000_002;

/**
 * The batches of a whole training: each epoch in an order of its own, each scene cut anew. Order and cut depend on seed, epoch and scene
 * alone. What is left of an epoch after the last whole batch is dropped.
 */
export function* sceneBatches(scenes: SceneImages, options: SceneBatchOptions): Generator<SceneBatch> {
  const { seed, epochs, cropSize } = options;
  const batchSize = Math.min(options.batchSize, scenes.count);
  const stepsPerEpoch = Math.floor(scenes.count / batchSize);
  const cells = (cropSize / FEATURE_STRIDE) ** 2;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = createRandom(seed, orderStream, epoch).shuffle(
      Int32Array.from({ length: scenes.count }, (_, i) => i),
    );
    for (let place = 0; place < stepsPerEpoch; place++) {
      const inputs = new Float32Array(batchSize * cropSize ** 2);
      const labels = new Int32Array(batchSize * cells);
      order.subarray(place * batchSize, (place + 1) * batchSize).forEach((scene, row) => {
        const random = createRandom(seed, cropStream, epoch, scene);
        const [left, top] = [0, 0].map(() => random.nextInt(scenes.side - cropSize + 1));
        const crop = { scene, left, top, size: cropSize };
        cutInputs(scenes, crop, inputs.subarray(row * cropSize ** 2, (row + 1) * cropSize ** 2));
        cutLabels(scenes, crop, labels.subarray(row * cells, (row + 1) * cells));
      });
      yield { step: epoch * stepsPerEpoch + place, totalSteps: epochs * stepsPerEpoch, stepsPerEpoch, inputs, labels };
    }
  }
}

interface Crop {
  readonly scene: number;
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

function cutInputs({ side, pixels }: SceneImages, { scene, left, top, size }: Crop, inputs: Float32Array): void {
  const [mean] = sceneColors.mean;
  const [deviation] = sceneColors.deviation;
  for (let y = 0; y < size; y++) {
    const from = (scene * side + top + y) * side + left;
    for (let x = 0; x < size; x++) inputs[y * size + x] = (pixels[from + x] - mean) / deviation;
  }
}

function cutLabels({ side, labels }: SceneImages, { scene, left, top, size }: Crop, cut: Int32Array): void {
  const cells = size / FEATURE_STRIDE;
  const centre = FEATURE_STRIDE / 2;
  for (let row = 0; row < cells; row++) {
    const from = (scene * side + top + FEATURE_STRIDE * row + centre) * side + left + centre;
    for (let column = 0; column < cells; column++) {
      const label = labels[from + FEATURE_STRIDE * column];
      cut[row * cells + column] = label === NO_CLASS ? -1 : label;
    }
  }
}
