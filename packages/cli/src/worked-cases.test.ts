import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calibrateOnHost,
  predictClasses,
  type Calibration,
  type FeatureBatch,
  type StoredTensor,
} from '@disalign/core';
import { loadCalibration, openFeatureShards, readSafetensors } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { runInProcess } from './fixtures/run-in-process.js';
import { runOnnx } from './fixtures/run-onnx.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tasks } from './tasks/task.js';

// N rows, K logits.

const examples = join(import.meta.dirname, '../examples');
const folder = temporaryFolder();

describe.each(tasks)('the worked case of %s', (task) => {
  it('runs to an ONNX file that is better on the tail, with the outputs of our own library', async () => {
    const place = join(folder.path, task);
    await cp(join(examples, task), place, { recursive: true, filter: (path) => !path.endsWith('/out') });
    // A panel of fewer fits: what it shows has tests of its own.
    const config = await readFile(join(place, 'config.yaml'), 'utf8');
    expect(config).toContain('rhos: [0, 0.5, 1, 1.5]');
    await writeFile(join(place, 'config.yaml'), config.replace('rhos: [0, 0.5, 1, 1.5]', 'rhos: [1]'));
    const { code, stdout } = await runInProcess(['run', join(place, 'config.yaml')]);
    expect(code).toBe(0);
    expect(stdout).toContain('calibrated.onnx');
    expect(stdout).toContain('report.html');

    const { calibration, fit } = await loadCalibration(join(place, 'out/calibration.safetensors'));
    const source = await openFeatureShards([join(place, 'test.safetensors')]);
    const rows = await source.read({ start: 0, end: source.rows });
    const { tensors } = await readSafetensors(join(place, 'test.safetensors'));
    const before = await rowsOfModel(join(place, 'model.onnx'), tensors, source.classes);
    const after = await rowsOfModel(join(place, 'out/calibrated.onnx'), tensors, source.classes);
    expectClose(before, rows.logits, { relative: 1e-4, absolute: 1e-4 });
    expectClose(after, calibrateOnHost(rows, calibration), { relative: 1e-4, absolute: 1e-4 });

    const rarest = rarestClasses(fit?.counts ?? [], calibration);
    expect(tailAccuracy(after, rows, rarest)).toBeGreaterThan(tailAccuracy(before, rows, rarest) + 0.1);
  });
});

/** What onnxruntime gives for the inputs of the test rows: of maps, for the pixels that the rows are. */
async function rowsOfModel(model: string, tensors: ReadonlyMap<string, StoredTensor>, classes: number) {
  const { data, shape } = tensors.get('inputs')!;
  const values = Float32Array.from(data as Uint8Array, (byte) => byte / 255);
  const { logits } = await runOnnx(model, { dtype: 'F32', shape, data: values });
  const pixels = tensors.get('pixels')?.data as Int32Array | undefined;
  if (!pixels) return logits;
  const perImage = logits.length / classes / shape[0];
  return Float32Array.from({ length: pixels.length * classes }, (_, at) => {
    const [row, k] = [Math.floor(at / classes), at % classes];
    const [image, cell] = [Math.floor(pixels[row] / perImage), pixels[row] % perImage];
    return logits[(image * classes + k) * perImage + cell];
  });
}

/** The two classes with the fewest training rows. */
function rarestClasses(counts: readonly number[], { scale }: Calibration): number[] {
  expect(counts).toHaveLength(scale.length);
  return [...counts.keys()].sort((a, b) => counts[a] - counts[b]).slice(0, 2);
}

/** Mean over classes of the share of their rows that are predicted right. */
function tailAccuracy(logits: Float32Array, { rows, labels }: FeatureBatch, classes: readonly number[]): number {
  const predicted = predictClasses(logits, logits.length / rows);
  const accuracies = classes.map((k) => {
    const ofClass = [...labels.keys()].filter((row) => labels[row] === k);
    return ofClass.filter((row) => predicted[row] === k).length / ofClass.length;
  });
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / classes.length;
}
