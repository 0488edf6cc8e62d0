import { predictClasses } from '@disalign/core';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { goldenNetwork, inferenceGoldens } from './fixtures/inference-goldens.js';
import { csailProtocol, mmsegProtocol, mmsegRatios, type InferenceProtocol } from './inference-protocol.js';
import type { PixelMap } from './pixel-map.js';
import { runPasses } from './run-passes.js';
import { scoreRows } from './score-rows.js';
import { segmentImage } from './segment-image.js';
import { imagenetColors } from './prepare-input.js';

const { image: golden, protocol: settings, scores } = inferenceGoldens;
const image = { ...golden, pixels: Uint8Array.from(golden.pixels) };
const box = { long: settings.box[0], short: settings.box[1] };
const sides = ([height, width]: readonly [number, number]) => ({ height, width });
const windows = { crop: sides(settings.crop), stride: sides(settings.stride) };

const protocols: Record<string, InferenceProtocol> = {
  whole: mmsegProtocol({ box }),
  slide: mmsegProtocol({ box, windows }),
  flip: mmsegProtocol({ box, flip: true }),
  multiScaleFlip: mmsegProtocol({ box, ratios: mmsegRatios }),
  multiScaleSlide: mmsegProtocol({ box, ratios: [0.75, 1.5], windows }),
  csail: csailProtocol(settings.csailShortSides),
};

describe('segmentImage', () => {
  it.each(Object.keys(scores))('brings passes and windows together as PyTorch does: %s', async (name) => {
    const protocol = protocols[name];
    const passes = await runPasses(image, goldenNetwork, { protocol, colors: imagenetColors });
    const found = Array.from(scoreRows(passes), (row) => [...row]).flat();
    // Float32 at every step of PyTorch's, which resizes twice; the scores are of order 1 to 12.
    expectClose(found, scores[name], { relativeToLargest: 3e-6 });
    const { height, width, labels } = await segmentImage(image, goldenNetwork, { protocol });
    expect([height, width]).toEqual([image.height, image.width]);
    expect([...labels]).toEqual([...predictClasses(Float32Array.from(scores[name]), 5)]);
  });

  it('runs the network over every size, mirrored too', async () => {
    const seen: string[] = [];
    const network = (input: PixelMap): PixelMap => {
      seen.push(`${input.width}x${input.height}`);
      return { height: 1, width: 1, channels: 2, data: new Float32Array(2) };
    };
    await segmentImage({ height: 364, width: 500, pixels: new Uint8Array(3 * 364 * 500) }, network, {
      protocol: mmsegProtocol({ ratios: mmsegRatios }),
    });
    expect(seen).toHaveLength(12);
    expect(seen.slice(0, 4)).toEqual(['352x256', '352x256', '527x384', '527x384']);
  });

  it('takes its own copy of what a network writes over in its next run', async () => {
    const shared = new Float32Array(4096);
    const network = (input: PixelMap): PixelMap => {
      const { data, ...cells } = goldenNetwork(input);
      shared.set(data);
      return { ...cells, data: shared.subarray(0, data.length) };
    };
    const protocol = protocols.multiScaleSlide;
    expect(await segmentImage(image, network, { protocol })).toEqual(
      await segmentImage(image, goldenNetwork, { protocol }),
    );
  });

  it('takes the lowest of equal classes', async () => {
    const network = (): PixelMap => ({ height: 1, width: 1, channels: 3, data: Float32Array.of(1, 2, 2) });
    const { labels } = await segmentImage({ height: 1, width: 2, pixels: new Uint8Array(6) }, network);
    expect([...labels]).toEqual([1, 1]);
  });

  it('segments an image of one pixel', async () => {
    const pixel = { height: 1, width: 1, pixels: Uint8Array.of(9, 9, 9) };
    for (const protocol of Object.values(protocols)) {
      expect((await segmentImage(pixel, goldenNetwork, { protocol })).labels).toHaveLength(1);
    }
  });

  it('refuses what a network must not return', async () => {
    const returning = (...maps: PixelMap[]) => {
      let call = 0;
      return segmentImage(image, () => maps[call++ % maps.length], { protocol: mmsegProtocol({ box, flip: true }) });
    };
    const map = (channels: number, ...data: number[]): PixelMap => ({
      height: 1,
      width: 1,
      channels,
      data: Float32Array.from(data),
    });
    await expect(returning(map(2, 1, NaN))).rejects.toThrow("the network's logits must be finite, got NaN for class 1");
    await expect(returning(map(1, -Infinity))).rejects.toThrow('must be finite, got -Infinity for class 0');
    await expect(returning(map(3, 1, 2))).rejects.toThrow("the network's logits: `data` must have 3 entries, got 2");
    await expect(returning(map(1, 1), map(2, 1, 2))).rejects.toThrow('the network must give 1 classes, got 2');
    await expect(returning(map(255, ...new Array<number>(255).fill(0)))).rejects.toThrow(
      'must give at most 254 classes, got 255',
    );
  });

  it('refuses images and protocols that are none', async () => {
    await expect(segmentImage({ ...image, width: 0 }, goldenNetwork)).rejects.toThrow(
      'height and width must be positive',
    );
    await expect(segmentImage({ ...image, pixels: new Uint8Array(5) }, goldenNetwork)).rejects.toThrow(
      '`data` must have 1482 entries',
    );
    const protocol = { ...mmsegProtocol({ box, windows }), throughInput: false };
    await expect(segmentImage(image, goldenNetwork, { protocol })).rejects.toThrow(
      'must be true with windows, got false',
    );
    expect(() => mmsegProtocol({ ratios: [] })).toThrow('`ratios` must hold one at least');
    expect(() => csailProtocol([])).toThrow('`shortSides` must hold one at least');
  });
});
