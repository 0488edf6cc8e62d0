import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectClose } from '@disalign/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeatureSource } from '../../features/feature-source.js';
import { drawFeatures } from '../../features/fixtures/draw-features.js';
import { openFeatureShards } from '../../features/open-feature-shards.js';
import { selectRows } from '../../features/select-rows.js';
import { writeFeatureShards } from '../../features/write-feature-shards.js';
import { fitCalibration } from '../fit-calibration.js';
import { completeFitSettings, type FitSettingsInput } from '../fit-settings.js';
import { identityVector, type ParameterLayout } from '../parameter-vector.js';
import { planEpoch } from '../plan-epoch.js';
import { hostEngine } from './host-engine.js';
import { startWasmEngine, type WasmEngineOptions } from './start-wasm-engine.js';

// Large enough a batch for threads, in several pools an epoch.
const sizes = { rows: 9000, featureSize: 60, classes: 70, views: 2 };
const batchSize = 1100;
const classWeights = Float64Array.from({ length: 70 }, (_, k) => (k + 1) / 70);

describe('startWasmEngine', () => {
  const inMemory = drawFeatures(sizes);
  let folder: string;
  let sharded: FeatureSource;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
    await writeFeatureShards(join(folder, 'f32'), inMemory, { rowsPerShard: 1234 });
    sharded = await openFeatureShards(join(folder, 'f32/*.safetensors'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const layoutOf = (source: FeatureSource, hasConfidence = true): ParameterLayout => {
    const standard = { mean: new Float64Array(60).fill(0.1), deviation: new Float64Array(60).fill(1.5) };
    return { form: 'blend', classes: source.classes, confidence: hasConfidence ? standard : null };
  };

  /** Loss and gradients of each batch of an epoch of view 1. */
  async function sumsOf(source: FeatureSource, options: WasmEngineOptions | 'host', layout = layoutOf(source)) {
    const settings = completeFitSettings({ optimizer: { kind: 'sgd', batchSize } }, 1);
    const engine =
      options === 'host' ? hostEngine(source) : await startWasmEngine({ source, layout, settings }, options);
    const rows = engine.rows({ layout, classWeights, reduction: 'weights' });
    const parameters = identityVector(layout).map((value, i) => value + 0.1 * Math.sin(i));
    const all = [];
    for (const pool of planEpoch({ rows: source.rows, batchSize, seed: 3, epoch: 1, uses: null })) {
      const loaded = await rows.load(pool, 1);
      for (const batch of pool.batches) all.push(await loaded.evaluate(parameters, batch));
    }
    await engine.close();
    return all;
  }

  it.each([true, false])('has loss and gradients of the host; confidence: %s', async (hasConfidence) => {
    const layout = layoutOf(inMemory, hasConfidence);
    const expected = await sumsOf(inMemory, 'host', layout);
    const sums = await sumsOf(inMemory, {}, layout);
    expect(sums).toHaveLength(9);
    sums.forEach(({ loss, divisor, gradient, count, confidence }, i) => {
      expectClose([loss, confidence], [expected[i].loss, expected[i].confidence], { relative: 5e-6 });
      expectClose(gradient, expected[i].gradient, { relativeToLargest: 5e-6 });
      expect([divisor, count]).toEqual([expected[i].divisor, expected[i].count]);
    });
  });

  it('changes no bit by threads, by where the rows lie, or by how many of them fit', async () => {
    const expected = await sumsOf(inMemory, { threads: 1 });
    for (const source of [inMemory, sharded]) {
      for (const options of [{ threads: 2 }, { threads: 3, mostResidentBytes: 0 }]) {
        expect(await sumsOf(source, options)).toEqual(expected);
      }
    }
    const halves = await Promise.all(
      [inMemory, sharded].map((source) => {
        const even = Int32Array.from({ length: 4500 }, (_, i) => 2 * i + (i % 3 === 0 ? 1 : 0));
        return sumsOf(selectRows(source, even), { threads: 2, mostResidentBytes: 0 });
      }),
    );
    expect(halves[1]).toEqual(halves[0]);
  });

  it('reads by the source what does not lie in files as float32', async () => {
    await writeFeatureShards(join(folder, 'f16'), inMemory, { featureDtype: 'F16' });
    const rounded = await openFeatureShards(join(folder, 'f16/*.safetensors'));
    expect(rounded.locate?.({ start: 0, end: 3 })).toBeNull();
    const expected = await sumsOf(rounded, 'host');
    const sums = await sumsOf(rounded, { mostResidentBytes: 0 });
    sums.forEach(({ gradient }, i) => expectClose(gradient, expected[i].gradient, { relativeToLargest: 5e-6 }));
  });

  it('says what is wrong: threads, no SIMD, no memory', async () => {
    const layout = layoutOf(inMemory);
    const settings = completeFitSettings({ optimizer: { kind: 'sgd' } }, 1);
    const start = (options?: WasmEngineOptions) => startWasmEngine({ source: inMemory, layout, settings }, options);
    for (const threads of [0, 1.5, 64]) {
      await expect(start({ threads })).rejects.toThrow(
        `fitCalibration: \`threads\` must be an integer from 1 to 63, got ${threads}`,
      );
    }
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(start()).rejects.toThrow("fitCalibration: engine 'wasm' needs WebAssembly with SIMD: use 'host'");
    validate.mockRestore();
    const huge = { ...inMemory, featureSize: 60_000_000 };
    const hugeLayout = { ...layout, confidence: { mean: new Float64Array(6e7), deviation: new Float64Array(6e7) } };
    await expect(startWasmEngine({ source: huge, layout: hugeLayout, settings })).rejects.toThrow(
      /^fitCalibration: engine 'wasm' needs \d+ MB and does not get them: take smaller batches$/,
    );
  });
});

describe('a fit on threads', () => {
  const train = drawFeatures({ ...sizes, rows: 3000 });
  const settings: FitSettingsInput = {
    rho: 1,
    engine: 'wasm',
    validationFraction: 0.2,
    optimizer: { kind: 'sgd', epochs: 2, batchSize },
  };
  const quiet = { settings, onWarning: () => {} };

  it('has the bits of a fit on one, and names its kernel', async () => {
    const expected = await fitCalibration({ train }, { ...quiet, threads: 1 });
    expect(expected.kernel).toMatch(/^wasm-float32-(strict|relaxed)$/);
    expect(await fitCalibration({ train }, { ...quiet, threads: 3 })).toEqual(expected);
  });

  it('lets a signal through while it computes, and ends its threads', async () => {
    const long = { ...settings, optimizer: { kind: 'sgd', epochs: 100_000, batchSize } } as const;
    const signal = AbortSignal.timeout(300);
    await expect(fitCalibration({ train }, { ...quiet, settings: long, signal, threads: 2 })).rejects.toThrow(
      'The operation was aborted due to timeout',
    );
  });

  it('fails with the file that changed under it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'disalign-'));
    await writeFeatureShards(folder, train);
    const source = await openFeatureShards(`${folder}/*.safetensors`);
    const moved: FeatureSource = {
      ...source,
      locate: (range, view) =>
        source.locate!(range, view)!
          .filter((place) => 'logits' in place)
          .map((place) => ({ ...place, logits: { ...place.logits, state: { ...place.logits.state, inode: 1 } } })),
    };
    await expect(fitCalibration({ train: moved }, quiet)).rejects.toThrow(
      'file must be unchanged since it was opened, got another',
    );
    await rm(folder, { recursive: true });
  });
});
