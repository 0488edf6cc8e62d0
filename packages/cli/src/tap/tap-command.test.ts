import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '@disalign/core/node';
import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { detectorPath, resnetPath, resnetValuesPath } from '../fixtures/models.js';
import { runInProcess } from '../fixtures/run-in-process.js';
import { runOnnx } from '../fixtures/run-onnx.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

const folder = temporaryFolder();
const place = (name: string) => join(folder.path, name);

describe('disalign tap', () => {
  it('writes a model that gives features and logits, and says what their tensors are called', async () => {
    const { code, stdout } = await runInProcess(['tap', resnetPath, '-o', place('tapped.onnx'), '--json']);
    expect(code).toBe(0);
    const { features, logits, ...sizes } = JSON.parse(stdout) as { features: string; logits: string };
    expect(sizes).toEqual({ output: place('tapped.onnx'), further: [], classes: 10, featureSize: 16 });
    const { tensors } = await readSafetensors(resnetValuesPath);
    const outputs = await runOnnx(place('tapped.onnx'), tensors.get('input.input')!);
    expect(outputs[features]).toHaveLength(2 * 16);
    const [, stored] = [...tensors].find(([name]) => name.startsWith('output.'))!;
    expectClose(outputs[logits], stored.data as Float32Array, { relative: 1e-5, absolute: 1e-5 });
  });

  it('lists the classifiers where several fit, and takes the one that is named, with further tensors', async () => {
    const output = place('detector.onnx');
    const several = await runInProcess(['tap', detectorPath, '-o', output]);
    expect(several.code).toBe(2);
    expect(several.stderr).toMatch(/^disalign: .*class_logits.*deltas.*\n$/);
    expect(await readdir(folder.path)).not.toContain('detector.onnx');
    const args = ['tap', detectorPath, '--classifier', 'class_logits', '--further', 'proposals', '-o', output];
    const { stdout, code } = await runInProcess(args);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `Written: ${output}, with outputs box_features of 12 features and class_logits of 4 logits, and proposals\n`,
    );
  });
});
