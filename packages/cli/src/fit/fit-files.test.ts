import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassificationCalibrator } from '@disalign/classification';
import { loadCalibration, openFeatureShards, writeFeatureShards, writeNpz } from '@disalign/core/node';
import { RegionCalibrator } from '@disalign/detection';
import { describe, expect, it } from 'vitest';
import { longTailedRows, trainCounts, writeLongTailedFiles, writeRows } from '../fixtures/long-tailed-rows.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { fitFiles } from './fit-files.js';

const folder = temporaryFolder();
const settings = { rho: 1.2, optimizer: { kind: 'lbfgs', maxIterations: 20 } } as const;
const slow = { rho: 1, optimizer: { kind: 'sgd', epochs: 60, batchSize: 64 }, engine: 'host' } as const;

describe('fitFiles', () => {
  it('is what the calibrator of the task does with the same rows', async () => {
    const { train, test, counts } = await writeLongTailedFiles(folder.path);
    const output = join(folder.path, 'calibration.safetensors');
    const classNames = ['a', 'b', 'c'];
    const { record, result } = await fitFiles({ train, validation: test, counts, settings, classNames, output });
    const calibrator = new ClassificationCalibrator({ settings, classNames });
    await calibrator.fit({
      train: await openFeatureShards([train]),
      validation: await openFeatureShards([test]),
      counts: trainCounts,
    });
    expect(record).toEqual(calibrator.record);
    expect(await loadCalibration(output)).toEqual(record);
    expect(result.verdict?.recommendation).toBe('calibrated');
  });

  it('takes patterns, shards in several files, npz, and a file whose name looks like a pattern', async () => {
    const source = longTailedRows(trainCounts, 1);
    const shards = join(folder.path, 'shards');
    await writeFeatureShards(shards, source, { rowsPerShard: 100 });
    const odd = join(folder.path, 'rows[1].safetensors');
    await writeRows(odd, source);
    const { features, logits, labels } = await source.read({ start: 0, end: source.rows });
    const npz = join(folder.path, 'rows.npz');
    await writeNpz(npz, {
      features: { dtype: 'F32', shape: [source.rows, 3], data: features },
      logits: { dtype: 'F32', shape: [source.rows, 3], data: logits },
      labels: { dtype: 'I32', shape: [source.rows], data: labels },
    });
    const output = join(folder.path, 'same.safetensors');
    const scales = [];
    for (const train of [join(shards, '*.safetensors'), [odd], npz]) {
      scales.push((await fitFiles({ train, settings, output })).record.calibration);
    }
    expect(scales[1]).toEqual(scales[0]);
    expect(scales[2]).toEqual(scales[0]);
  });

  it('fits a detector beside its background', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const output = join(folder.path, 'regions.safetensors');
    const { record } = await fitFiles({
      ...{ task: 'detection', train, counts: [60, 15], background: 'first', classNames: ['b', 'c'], output },
      settings: { ...settings, probabilities: 'softmax' },
    });
    const calibrator = new RegionCalibrator({ settings, background: 'first', classNames: ['b', 'c'] });
    await calibrator.fit({ train: await openFeatureShards([train]), counts: [60, 15] });
    expect(record).toEqual(calibrator.record);
    expect(record.calibration.bias[0]).toBe(0);
    expect(record.fit?.counts).toEqual([400, 60, 15]);
  });

  it('takes the recipe of a task', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const output = join(folder.path, 'recipe.safetensors');
    const { record } = await fitFiles({ task: 'detection', recipe: 'lvis-v1', train, output });
    expect(record.fit?.settings).toMatchObject({
      rho: 0.8,
      background: 'last',
      optimizer: { weightDecay: { scale: 1e-4 } },
    });
    await expect(fitFiles({ task: 'segmentation', recipe: 'lvis-v1', train, output })).rejects.toThrow(
      'fitFiles: `recipe` must be for segmentation, got lvis-v1, which is for detection',
    );
    await expect(fitFiles({ task: 'segmentation', recipe: 'authors', settings, train, output })).rejects.toThrow(
      'fitFiles: `settings` must be left out beside a recipe, got rho, optimizer',
    );
  });

  it('goes on from its checkpoint to the last bit, and then removes it', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const [whole, output, checkpoint] = ['whole', 'resumed', 'state'].map((name) =>
      join(folder.path, `${name}.safetensors`),
    );
    const { record } = await fitFiles({ train, settings: slow, output: whole });
    const interrupted = new AbortController();
    const onProgress = ({ step }: { step: number }) => {
      if (step === 150) interrupted.abort(new Error('enough'));
    };
    const options = { train, settings: slow, output, checkpoint };
    await expect(fitFiles({ ...options, onProgress, signal: interrupted.signal })).rejects.toThrow('enough');
    const left = await readdir(folder.path);
    expect(left).toContain('state.safetensors');
    expect(left).not.toContain('resumed.safetensors');
    const steps: number[] = [];
    const resumed = await fitFiles({ ...options, onProgress: ({ step }) => steps.push(step) });
    expect(steps[0]).toBe(151);
    expect(resumed.record).toEqual(record);
    expect(await readdir(folder.path)).not.toContain('state.safetensors');
  });

  it('refuses the checkpoint of another fit, a broken one, and counts of another length', async () => {
    const { train } = await writeLongTailedFiles(folder.path);
    const output = join(folder.path, 'never.safetensors');
    const checkpoint = join(folder.path, 'broken.safetensors');
    await writeFile(checkpoint, 'no state');
    await expect(fitFiles({ train, settings, output, checkpoint })).rejects.toThrow('broken.safetensors');
    await expect(fitFiles({ train, settings, output, counts: [1, 2] })).rejects.toThrow('must hold 3 numbers');
    const counts = join(folder.path, 'two.json');
    await writeFile(counts, '[5, 2]');
    await expect(fitFiles({ train, settings, output, counts })).rejects.toThrow(
      'two.json: the list must be of 3 or 6 entries, got 2',
    );
    expect(await readdir(folder.path)).not.toContain('never.safetensors');
  });
});
