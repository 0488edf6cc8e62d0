import { calibrateOnHost, confidenceOnHost, createRandom, type Calibration } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { drawMaps } from '../fixtures/drawn-maps.js';
import { segmentImage } from '../inference/segment-image.js';
import { mmsegProtocol } from '../inference/inference-protocol.js';
import { calibrateMaps, confidenceMap } from './calibrate-maps.js';
import { calibratedNetwork } from './calibrated-network.js';

const maps = drawMaps(1);
const { height, width } = maps.logits;
const random = createRandom(2);
const numbers = (length: number) => Float64Array.from({ length }, () => random.normal());
const calibration: Calibration = {
  form: 'blend',
  scale: numbers(4),
  bias: numbers(4),
  confidence: {
    form: 'rectified',
    weight: numbers(3),
    bias: 0.1,
    mean: numbers(3),
    deviation: Float64Array.of(1, 2, 0.5),
  },
};
const rows = { rows: height * width, features: maps.features.data, logits: maps.logits.data };

describe('calibrateMaps', () => {
  it('calibrates every cell as a row', () => {
    const { data, ...cells } = calibrateMaps(maps, calibration);
    expect(cells).toEqual({ height, width, channels: 4 });
    expect(data).toEqual(Float32Array.from(calibrateOnHost(rows, calibration)));
  });

  it('refuses maps of other sizes', () => {
    const { features, logits } = drawMaps(1, { height: 4, width: 4 });
    expect(() => calibrateMaps({ ...maps, features }, calibration)).toThrow(
      'calibrateMaps: `features` must be 7 x 5, as their logits, got 2 x 2',
    );
    expect(() => calibrateMaps({ features: logits, logits }, calibration)).toThrow(RangeError);
    expect(() => confidenceMap({ features, logits: features }, calibration)).toThrow(RangeError);
  });
});

describe('confidenceMap', () => {
  it('has the confidence of every cell', () => {
    const { data, ...cells } = confidenceMap(maps, calibration);
    expect(cells).toEqual({ height, width, channels: 1 });
    expect(data).toEqual(Float32Array.from(confidenceOnHost(rows, calibration)));
    expect(Math.min(...data)).toBe(0.5);
    expect(Math.max(...data)).toBeGreaterThan(0.5);
  });
});

describe('calibratedNetwork', () => {
  it('segments as one whose logits are calibrated', async () => {
    const image = { height: 6, width: 9, pixels: Uint8Array.from({ length: 162 }, (_, i) => (31 * i) % 256) };
    const protocol = mmsegProtocol({ box: { long: 12, short: 8 }, ratios: [1, 2] });
    const bare = { ...calibration, scale: numbers(3), bias: numbers(3) };
    const found = await segmentImage(
      image,
      calibratedNetwork((input) => ({ features: input, logits: input }), bare),
      { protocol },
    );
    const expected = await segmentImage(image, (input) => calibrateMaps({ features: input, logits: input }, bare), {
      protocol,
    });
    expect(found).toEqual(expected);
    expect(found).not.toEqual(await segmentImage(image, (input) => input, { protocol }));
  });
});
