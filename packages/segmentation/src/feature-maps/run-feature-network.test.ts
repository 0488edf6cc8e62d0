import { describe, expect, it } from 'vitest';
import { prepareInput } from '../inference/prepare-input.js';
import type { FeatureNetwork } from './feature-maps.js';
import { runFeatureNetwork } from './run-feature-network.js';

const image = { height: 30, width: 40, pixels: Uint8Array.from({ length: 3600 }, (_, i) => i % 251) };
const labels = { height: 30, width: 40, labels: new Uint8Array(1200) };
const split = { count: 1, read: async () => ({ name: 'a', image, labels }) };
const network: FeatureNetwork = (input) => ({ features: input, logits: input });

describe('runFeatureNetwork', () => {
  it('shows the network each image at the size of a test, and hands on what it gives', async () => {
    const images = runFeatureNetwork(split, network);
    const maps = await images.read(0);
    const inputSize = { height: 512, width: 683 };
    expect([images.count, maps.inputSize, maps.labels]).toEqual([1, inputSize, labels]);
    const { data, ...size } = prepareInput(image, inputSize);
    expect(maps.features).toMatchObject(size);
    expect(maps.features.data.every((value, i) => value === data[i])).toBe(true);
  });

  it('takes another size and other colours', async () => {
    const colors = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
    const { features } = await runFeatureNetwork(split, network, { inputSize: (size) => size, colors }).read(0);
    expect(features.data).toEqual(Float32Array.from(image.pixels));
  });
});
