import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCalibration } from '../calibration-files/load-calibration.js';
import { readHeadWeights } from '../features/read-head-weights.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import { FileFormatError } from '../files/file-format-error.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import type { NamedTensors } from '../files/named-tensor-entries.js';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import type { FittedMethod } from '../methods/method.js';
import { createRandom } from '../random/create-random.js';
import { encodeMethod } from './encode-method.js';
import { loadMethod } from './load-method.js';
import { parseMethod } from './parse-method.js';
import { saveMethod } from './save-method.js';

const facts = { method: 'm', trainedParameters: 7, chosen: { tau: 0.7 } };
const adjusted: FittedMethod = { ...facts, outcome: { kind: 'calibration', calibration: logitAdjustment([90, 10]) } };
const weight = Float32Array.of(1, -2, 0.1, 4, 5, 6);
const headOf = (bias: Float32Array | null, unitParts: number | null): FittedMethod => ({
  ...facts,
  outcome: { kind: 'head', head: { classes: 3, featureSize: 2, weight, bias, unitParts } },
});
const linear = headOf(Float32Array.of(1, 2, 3), null);

describe('a method file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-method-'));
    path = join(folder, 'method.safetensors');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['a calibration', adjusted],
    ['a linear head', linear],
    ['a head without bias', headOf(null, null)],
    ['a cosine head', headOf(null, 1)],
    ['a head in parts, with bias', headOf(Float32Array.of(1, 2, 3), 2)],
  ])('gives %s back to the last bit', async (_, fitted) => {
    await saveMethod(path, fitted);
    expect(await loadMethod(path)).toEqual(fitted);
  });

  it('of a calibration is a calibration file, of a linear head a file of head weights, of a cosine head neither', async () => {
    await saveMethod(path, adjusted);
    expect((await loadCalibration(path)).calibration).toEqual(logitAdjustment([90, 10]));
    await saveMethod(path, linear);
    expect((await readHeadWeights(path)).weight).toEqual(weight);
    await saveMethod(path, headOf(null, 1));
    await expect(readHeadWeights(path)).rejects.toThrow(FileFormatError);
    await expect(loadCalibration(path)).rejects.toThrow(FileFormatError);
  });

  it('is not touched by a save that fails', async () => {
    await saveMethod(path, adjusted);
    const before = await readFile(path);
    const head = { classes: 1, featureSize: 9, weight, bias: null, unitParts: null };
    const broken: FittedMethod = { ...facts, outcome: { kind: 'head', head } };
    await expect(saveMethod(path, broken)).rejects.toThrow();
    expect(await readFile(path)).toEqual(before);
  });

  it('is refused by name and field where a part is missing or wrong', () => {
    const { tensors, metadata } = parseSafetensors(encodeMethod(linear), 'a');
    const withMetadata = (changes: Record<string, string>) => encodeSafetensors(tensors, { ...metadata, ...changes });
    const withTensors = (changes: NamedTensors) =>
      encodeSafetensors(new Map([...tensors, ...Object.entries(changes)]), metadata);
    const f32 = (shape: number[], data: number[]) => ({ dtype: 'F32', shape, data: Float32Array.from(data) }) as const;
    const cases: [Uint8Array, string][] = [
      [withMetadata({ format: 'other' }), 'a: metadata format must be disalign-head, got other'],
      [withMetadata({ version: '2' }), 'a: metadata version must be 1, got 2'],
      [withMetadata({ method: '{' }), 'a: metadata method must be as its schema says'],
      [
        withMetadata({ method: '{"method":"m","trainedParameters":-1,"chosen":{}}' }),
        'metadata method, trainedParameters,',
      ],
      [withMetadata({ unitParts: '0' }), 'a: metadata unitParts must be as its schema says'],
      [withMetadata({ unitParts: '1' }), 'a: tensor unitFeatureHead.weight must be there, got nothing'],
      [withTensors({ 'head.weight': f32([6], [1, 2, 3, 4, 5, 6]) }), 'a: tensor head.weight must be of shape [K, D]'],
      [
        withTensors({ 'head.weight': f32([3, 2], [1, 2, NaN, 4, 5, 6]) }),
        'a: tensor head.weight[2] must be finite, got NaN',
      ],
      [withTensors({ 'head.bias': f32([2], [1, 2]) }), 'a: tensor head.bias must be of shape [3], got [2]'],
      [
        withTensors({ 'head.bias': { dtype: 'F64', shape: [3], data: new Float64Array(3) } }),
        'must be of F32, got F64',
      ],
    ];
    for (const [bytes, message] of cases) expect(() => parseMethod(bytes, 'a')).toThrow(message);
    const inParts = parseSafetensors(encodeMethod(headOf(null, 2)), 'a');
    const three = encodeSafetensors(inParts.tensors, { ...inParts.metadata, unitParts: '3' });
    expect(() => parseMethod(three, 'a')).toThrow('D divisible by 3, got [3,2]');
  });

  it.each([
    ['calibration', adjusted],
    ['head', linear],
  ])('of a %s with any byte changed is read or refused, never worse', (_, fitted) => {
    const bytes = encodeMethod(fitted);
    const random = createRandom(5);
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      const mutated = bytes.slice(0, random.nextInt(4) === 0 ? random.nextInt(bytes.length) : bytes.length);
      if (mutated.length > 0) mutated[random.nextInt(mutated.length)] ^= 1 << random.nextInt(8);
      try {
        parseMethod(mutated, 'a');
      } catch (error) {
        expect(error).toBeInstanceOf(FileFormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(500);
  });

  it('that is empty is refused', async () => {
    await writeFile(path, '');
    await expect(loadMethod(path)).rejects.toThrow(FileFormatError);
  });
});
