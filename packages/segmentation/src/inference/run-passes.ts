import type { RgbImage } from '../data/segmentation-data-set.js';
import { cropMap } from './crop-map.js';
import type { InferenceProtocol } from './inference-protocol.js';
import { layPatches, type LogitPass, type PassGeometry } from './logit-pass.js';
import { mirrorMap } from './mirror-map.js';
import { checkPixelMap, type PixelMap } from './pixel-map.js';
import { prepareInput, type ColorNormalization } from './prepare-input.js';
import type { SegmentationNetwork } from './segmentation-network.js';
import { slidingWindows } from './sliding-windows.js';

/** How the network is run. */
export interface PassSettings {
  readonly protocol: InferenceProtocol;
  readonly colors: ColorNormalization;
}

/** Runs the network over every size, mirrored too, and every window. */
export async function runPasses(
  image: RgbImage,
  network: SegmentationNetwork,
  { protocol, colors }: PassSettings,
): Promise<LogitPass[]> {
  const { windows, flip, throughInput } = protocol;
  if (windows !== null && !throughInput) {
    throw new RangeError('segmentImage: `protocol.throughInput` must be true with windows, got false');
  }
  const passes: LogitPass[] = [];
  let classes: number | null = null;
  for (const size of protocol.inputSizes(image)) {
    const input = prepareInput(image, size, colors);
    const whole = { rows: [{ start: 0, end: size.height }], columns: [{ start: 0, end: size.width }] };
    const grid = windows === null ? whole : slidingWindows(size, windows);
    for (const mirrored of flip ? [false, true] : [false]) {
      const geometry: PassGeometry = { image, input: size, grid, throughInput, mirrored };
      const logits = await runWindows(mirrored ? mirrorMap(input) : input, network, geometry);
      for (const map of logits) classes = checkLogits(map, classes);
      passes.push(layPatches(logits, geometry));
    }
  }
  return passes;
}

async function runWindows(input: PixelMap, network: SegmentationNetwork, { grid }: PassGeometry): Promise<PixelMap[]> {
  const logits: PixelMap[] = [];
  for (const rows of grid.rows) {
    for (const columns of grid.columns) {
      const map = await network(cropMap(input, rows, columns));
      // A copy: a network may write its next output over this one.
      logits.push({ ...map, data: Float32Array.from(map.data) });
    }
  }
  return logits;
}

/** @returns the number of classes, which must be `expected` unless that is null */
function checkLogits(logits: PixelMap, expected: number | null): number {
  checkPixelMap("segmentImage: the network's logits", logits);
  const { channels, data } = logits;
  if (channels > 254 || channels !== (expected ?? channels)) {
    throw new RangeError(`segmentImage: the network must give ${expected ?? 'at most 254'} classes, got ${channels}`);
  }
  const wrong = data.findIndex((logit) => !Number.isFinite(logit));
  if (wrong < 0) return channels;
  throw new RangeError(
    `segmentImage: the network's logits must be finite, got ${data[wrong]} for class ${wrong % channels}`,
  );
}
