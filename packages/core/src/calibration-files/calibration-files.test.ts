import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { FileFormatError } from '../files/file-format-error.js';
import { encodeSafetensors } from '../files/encode-safetensors.js';
import { parseSafetensors } from '../files/parse-safetensors.js';
import { fitCalibration } from '../fitting/fit-calibration.js';
import { logitAdjustment } from '../methods/logit-adjustment.js';
import { createRandom } from '../random/create-random.js';
import { metricSummaryOf, type CalibrationRecord } from './calibration-record.js';
import { encodeCalibration } from './encode-calibration.js';
import { loadCalibration } from './load-calibration.js';
import { parseCalibration } from './parse-calibration.js';
import { saveCalibration } from './save-calibration.js';

/** The record of a real fit, with a confidence layer and a verdict. */
async function fittedRecord(): Promise<CalibrationRecord> {
  const train = drawFeatures({ rows: 120, featureSize: 3, classes: 4 });
  const settings = { rho: 0.7, optimizer: { kind: 'sgd', epochs: 2 } } as const;
  const result = await fitCalibration({ train }, { settings });
  const { calibration, counts, kernel, verdict } = result;
  return {
    calibration,
    classNames: ['ü', 'b', 'c', 'd'],
    fit: { counts: [...counts], settings: result.settings, kernel, metrics: verdict && metricSummaryOf(verdict) },
  };
}

describe('a calibration file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-calibration-'));
    path = join(folder, 'calibration.safetensors');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives a fit back to the last bit', async () => {
    const record = await fittedRecord();
    expect(record.fit?.metrics?.untouched.rows).toBeGreaterThan(0);
    await saveCalibration(path, record);
    expect(await loadCalibration(path)).toEqual(record);
  });

  it('of a time without target priors is of a fit for the uniform one', async () => {
    const record = await fittedRecord();
    const { tensors, metadata } = parseSafetensors(encodeCalibration(record), 'a');
    const fit = metadata.fit.replace('"targetPrior":"uniform",', '');
    expect(fit).not.toBe(metadata.fit);
    expect(parseCalibration(encodeSafetensors(tensors, { ...metadata, fit }), 'a')).toEqual(record);
  });

  it('gives a calibration back that was not fitted', async () => {
    const record = { calibration: logitAdjustment([90, 10]), classNames: null, fit: null };
    await saveCalibration(path, record);
    expect(await loadCalibration(path)).toEqual(record);
  });

  it('says which form its confidence has', async () => {
    const { calibration } = await fittedRecord();
    for (const form of ['sigmoid', 'rectified'] as const) {
      const confidence = { form, ...calibration.confidence! };
      const record = { calibration: { ...calibration, confidence }, classNames: null, fit: null };
      expect(parseCalibration(encodeCalibration(record), 'a')).toEqual(record);
    }
  });

  it('is not touched by a save that fails', async () => {
    await saveCalibration(path, { calibration: logitAdjustment([90, 10]), classNames: null, fit: null });
    const before = await readFile(path);
    const broken = { ...logitAdjustment([90, 10]), scale: [1, 1] };
    // @ts-expect-error -- scale is no Float64Array
    await expect(saveCalibration(path, { calibration: broken, classNames: null, fit: null })).rejects.toThrow(
      TypeError,
    );
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is refused by name and field where a part is missing or wrong', async () => {
    const { tensors, metadata } = parseSafetensors(encodeCalibration(await fittedRecord()), 'a');
    const withMetadata = (changes: Record<string, string>) => encodeSafetensors(tensors, { ...metadata, ...changes });
    const withVector = (name: string, data: Float64Array) =>
      encodeSafetensors(new Map([...tensors, [name, { dtype: 'F64', shape: [data.length], data }]]), metadata);
    const without = (name: string) =>
      encodeSafetensors(new Map([...tensors].filter(([key]) => key !== name)), metadata);
    const cases: [Uint8Array, string][] = [
      [withMetadata({ format: 'other' }), 'a: metadata format must be disalign-calibration, got other'],
      [withMetadata({ version: '2' }), 'a: metadata version must be 1, got 2'],
      [withMetadata({ form: 'mixed' }), 'a: metadata form must be blend or additive, got mixed'],
      [withMetadata({ confidenceForm: 'relu' }), 'a: metadata confidenceForm must be sigmoid or rectified, got relu'],
      [withMetadata({ classNames: '["x"]' }), 'a: metadata classNames must be a list of 4, as `scale` has it, got 1'],
      [withMetadata({ classNames: '{' }), 'a: metadata classNames must be as its schema says'],
      [withMetadata({ fit: '{"counts":[-1]}' }), 'a: metadata fit, counts.0, must be as its schema says'],
      [without('scale'), 'a: tensor scale must be there, got nothing'],
      [without('confidence.mean'), 'a: tensor confidence.mean must be there, got nothing'],
      [withVector('bias', new Float64Array(3)), 'a: tensor bias must be of shape [4], got [3]'],
      [withVector('bias', Float64Array.of(0, NaN, 0, 0)), 'a: tensor bias[1] must be finite, got NaN'],
      [
        withVector('confidence.deviation', Float64Array.of(1, 0, 1)),
        'a: tensor confidence.deviation[1] must be above 0, got 0',
      ],
    ];
    for (const [bytes, message] of cases) expect(() => parseCalibration(bytes, 'a')).toThrow(message);
  });

  it('with any byte changed is read or refused, never worse', async () => {
    const bytes = encodeCalibration(await fittedRecord());
    const random = createRandom(5);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const mutated = bytes.slice(0, random.nextInt(4) === 0 ? random.nextInt(bytes.length) : bytes.length);
      if (mutated.length > 0) mutated[random.nextInt(mutated.length)] ^= 1 << random.nextInt(8);
      try {
        parseCalibration(mutated, 'a');
      } catch (error) {
        expect(error).toBeInstanceOf(FileFormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it('that is not there is an error of the file system', async () => {
    await expect(loadCalibration(join(folder, 'none'))).rejects.toThrow('ENOENT');
    await writeFile(path, '');
    await expect(loadCalibration(path)).rejects.toThrow(FileFormatError);
  });
});
