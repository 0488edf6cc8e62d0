import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backends/start-backend.js';
import { calibrateOnHost } from '../calibration/calibrate-on-host.js';
import { identityCalibration } from '../calibration/identity-calibration.js';
import { softmaxOnHost } from '../calibration/softmax-on-host.js';
import { calibrateGraphModel } from './calibrate-graph-model.js';
import { calibrationKinds, drawnCalibration } from './fixtures/drawn-calibration.js';
import { graphArtifacts, graphInput } from './fixtures/graph-artifacts.js';
import { modelFiles } from './model-files.js';

const styles = [
  { fused: true, isMap: false },
  { fused: false, isMap: false },
  { fused: true, isMap: true },
  { fused: false, isMap: true },
];
const sizes = { classes: 5, featureSize: 4 };

/** What a model gives for the drawn input, by the names of nodes. */
async function run(handler: tf.io.IOHandler, style: { isMap: boolean }, names: string[]): Promise<Float32Array[]> {
  const model = await tf.loadGraphModel(handler);
  const outputs = tf.tidy(() => [model.execute(graphInput(style), names)].flat());
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  tf.dispose(outputs);
  model.dispose();
  return values;
}

describe('calibrateGraphModel', () => {
  let folder: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-graph-'));
    ({ stop } = await startBackend('cpu'));
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  const cases = styles.flatMap((style) =>
    calibrationKinds.map(([form, confidence]) => ({ ...style, form, confidence })),
  );
  it.each(cases)('saved and loaded, gives the logits of the library: %o', async ({ form, confidence, ...style }) => {
    const artifacts = graphArtifacts(style);
    const calibration = drawnCalibration(sizes, form, confidence);
    const [features, logits] = await run(tf.io.fromMemory(artifacts), style, ['features', 'logits']);
    await modelFiles(folder).save(calibrateGraphModel(artifacts, calibration));
    const [calibrated, probabilities] = await run(modelFiles(folder), style, ['logits', 'probabilities']);
    const expected = calibrateOnHost({ rows: logits.length / 5, features, logits }, calibration);
    expectClose(calibrated, expected, { relative: 1e-6, absolute: 1e-6 });
    expectClose(probabilities, softmaxOnHost(expected, 5), { relative: 1e-5, absolute: 1e-7 });
  });

  it('changes no logit by the identity, and not what it was given', async () => {
    const style = styles[0];
    const artifacts = graphArtifacts(style);
    const before = structuredClone(artifacts);
    const [logits] = await run(tf.io.fromMemory(artifacts), style, ['logits']);
    const calibrated = calibrateGraphModel(artifacts, identityCalibration(5));
    expect(await run(tf.io.fromMemory(calibrated), style, ['logits'])).toEqual([logits]);
    expect(artifacts).toEqual(before);
  });

  it('takes a classifier by the name of its logits, or of what is made of them', () => {
    const artifacts = graphArtifacts(styles[1]);
    const calibration = identityCalibration(5);
    const named = (classifier: string) => calibrateGraphModel(artifacts, calibration, { classifier }).modelTopology;
    expect(named('logits')).toEqual(calibrateGraphModel(artifacts, calibration).modelTopology);
    expect(named('probabilities')).toEqual(named('logits'));
  });

  it.each([
    [
      'no classifier of so many classes',
      identityCalibration(6),
      {},
      'one classifier of 6 classes, or one named, got logits (5 classes)',
    ],
    ['a name that is none', identityCalibration(5), { classifier: 'x' }, 'or one named, got none'],
    [
      'other features',
      drawnCalibration({ classes: 5, featureSize: 3 }, 'blend', 'sigmoid'),
      {},
      '3 features in features, got 4',
    ],
  ])('refuses %s', (_, calibration, options, message) => {
    expect(() => calibrateGraphModel(graphArtifacts(styles[0]), calibration, options)).toThrow(message);
  });

  it('refuses what is no GraphModel', () => {
    expect(() => calibrateGraphModel({ modelTopology: { class_name: 'Model' } }, identityCalibration(5))).toThrow(
      'must be the graph of a GraphModel',
    );
  });
});

describe('modelFiles', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-model-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives back what it saved', async () => {
    const artifacts = graphArtifacts(styles[0]);
    await modelFiles(folder).save(artifacts);
    const loaded = await modelFiles(folder).load();
    expect(loaded).toMatchObject({ modelTopology: artifacts.modelTopology, weightSpecs: artifacts.weightSpecs });
    expect(loaded.weightData).toEqual(artifacts.weightData);
    expect((await readdir(folder)).sort()).toEqual([
      'model.json',
      expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/),
    ]);
  });

  it('names the file where it is no model, its weights are cut, or lie elsewhere', async () => {
    await modelFiles(folder).save(graphArtifacts(styles[0]));
    const file = join(folder, 'model.json');
    const text = await readFile(file, 'utf8');
    const [, weights] = (await readdir(folder)).sort();
    const whole = await readFile(join(folder, weights));
    await writeFile(join(folder, weights), whole.subarray(4));
    await expect(modelFiles(folder).load()).rejects.toThrow(
      `${file}: weights must be ${whole.length} bytes, got ${whole.length - 4}`,
    );
    await writeFile(file, text.replace(weights, '../weights.bin'));
    await expect(modelFiles(folder).load()).rejects.toThrow(
      'weights must be in the folder of the model, got ../weights.bin',
    );
    for (const broken of [text.slice(0, 100), '{}', '[]']) {
      await writeFile(file, broken);
      await expect(modelFiles(folder).load()).rejects.toThrow(`${file}: content must be a model of TensorFlow.js`);
    }
  });
});
