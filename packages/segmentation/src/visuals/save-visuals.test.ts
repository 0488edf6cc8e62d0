import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRgbImage } from '../data/read-rgb-image.js';
import { NO_CLASS } from '../labels/label-map.js';
import { drawVisuals, type Visuals } from './draw-visuals.js';
import { saveVisuals } from './save-visuals.js';

const size = { height: 2, width: 3 };
const mapOf = (...labels: number[]) => ({ ...size, labels: Uint8Array.from(labels) });
const visuals: Visuals = {
  image: { ...size, pixels: Uint8Array.from({ length: 18 }, (_, i) => 10 * i) },
  labels: mapOf(0, 1, 1, 0, 0, NO_CLASS),
  before: mapOf(0, 0, 0, 0, 0, 0),
  after: mapOf(0, 1, 0, 0, 0, 1),
  confidence: { height: 1, width: 1, channels: 1, data: Float32Array.of(0.6) },
};
const palette = Uint8Array.of(200, 100, 0, 1, 2, 3);
const wall = [200, 100, 0];
const tree = [1, 2, 3];
const white = new Array<number>(12).fill(255);
const grey = new Array<number>(9).fill(153); // 0.6 x 255

describe('drawVisuals', () => {
  it('puts image, truth, both predictions and confidence side by side, worked by hand', () => {
    const { height, width, pixels } = drawVisuals(visuals, { palette });
    expect([height, width]).toEqual([2, 5 * 3 + 4 * 4]);
    const rowOf = (...panels: number[][]) => panels.flatMap((panel, i) => (i === 0 ? panel : [...white, ...panel]));
    const first = rowOf(
      [0, 10, 20, 30, 40, 50, 60, 70, 80],
      [...wall, ...tree, ...tree],
      [...wall, ...wall, ...wall],
      [...wall, ...tree, ...wall],
      grey,
    );
    const second = rowOf(
      [90, 100, 110, 120, 130, 140, 150, 160, 170],
      [...wall, ...wall, 0, 0, 0],
      [...wall, ...wall, ...wall],
      [...wall, ...wall, ...tree],
      grey,
    );
    expect([...pixels]).toEqual([...first, ...second]);
  });

  it('draws confidence from black to white', () => {
    const confidence = { ...size, channels: 1, data: Float32Array.of(0, 0.5, 1, 0, 0, 0) };
    const { pixels } = drawVisuals({ ...visuals, confidence }, { palette });
    expect([...pixels.subarray(3 * 28, 3 * 31)]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255]);
  });

  it('refuses sizes that differ, a confidence of several channels, and a class without a colour', () => {
    const draw = (changes: Partial<Visuals>) => drawVisuals({ ...visuals, ...changes }, { palette });
    const other = { height: 3, width: 2, labels: new Uint8Array(6) };
    expect(() => draw({ after: other })).toThrow('drawVisuals: `after` must be 3 x 2, as the image, got 2 x 3');
    expect(() => draw({ image: { ...size, pixels: new Uint8Array(6) } })).toThrow('must have 18 bytes, got 6');
    const confidence = { height: 1, width: 1, channels: 2, data: new Float32Array(2) };
    expect(() => draw({ confidence })).toThrow('drawVisuals: `confidence` must have 1 channel, got 2');
    expect(() => draw({ before: mapOf(0, 0, 0, 0, 0, 2) })).toThrow('must have a colour for class 2, got 2 colours');
  });
});

describe('saveVisuals', () => {
  it('writes them as a PNG, and nothing when they cannot be drawn', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'visuals-'));
    const path = join(folder, 'a.png');
    const broken = { ...visuals, labels: { height: 3, width: 2, labels: new Uint8Array(6) } };
    await expect(saveVisuals(path, broken)).rejects.toThrow(RangeError);
    expect(await readdir(folder)).toEqual([]);
    await saveVisuals(path, visuals, { palette });
    expect(await readRgbImage(path)).toEqual(drawVisuals(visuals, { palette }));
    await rm(folder, { recursive: true });
  });
});
