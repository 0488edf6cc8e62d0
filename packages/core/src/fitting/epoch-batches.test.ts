import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeatureBatch, FeatureSource } from '../features/feature-source.js';
import { featuresInMemory } from '../features/features-in-memory.js';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { openFeatureShards } from '../features/open-feature-shards.js';
import { writeFeatureShards } from '../features/write-feature-shards.js';
import { epochBatches, type EpochRequest } from './epoch-batches.js';
import { fitCalibration } from './fit-calibration.js';

/** Rows that carry their number as feature, plus 0.5 in the second view; sorted by class. */
function numberedRows(rows: number, classes = 4): FeatureSource {
  const numbers = Array.from({ length: rows }, (_, row) => row);
  const logits = numbers.map((row) => Array.from({ length: classes }, (_, k) => -row - k));
  const labels = numbers.map((row) => Math.floor((row * classes) / rows));
  const views = [0, 0.5].map((shift) => ({ features: numbers.map((row) => [row + shift]), logits }));
  return featuresInMemory({ views, labels, featureSize: 1, classes });
}

async function collect(source: FeatureSource, request: Partial<EpochRequest> = {}): Promise<FeatureBatch[]> {
  const batches: FeatureBatch[] = [];
  const defaults = { batchSize: 32, seed: 1, epoch: 0, uses: null };
  for await (const batch of epochBatches(source, { ...defaults, ...request })) batches.push(batch);
  return batches;
}

const numbersOf = (batches: FeatureBatch[]) => batches.flatMap(({ features }) => [...features]);

describe('epochBatches', () => {
  it('uses each row as often as it is told, in whole batches but the last', async () => {
    const sizes = fc.record({ rows: fc.integer({ min: 1, max: 300 }), batchSize: fc.integer({ min: 1, max: 90 }) });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer(), fc.boolean(), async ({ rows, batchSize }, seed, drawn) => {
        const uses = drawn ? Uint32Array.from({ length: rows }, (_, row) => (row * 7 + (seed & 7)) % 4) : null;
        const batches = await collect(numberedRows(rows), { batchSize, seed, uses });
        const counted = new Uint32Array(rows);
        numbersOf(batches).forEach((row) => counted[row]++);
        expect(counted).toEqual(uses ?? new Uint32Array(rows).fill(1));
        expect(batches.slice(0, -1).every((batch) => batch.rows === batchSize)).toBe(true);
        expect(batches.every((batch) => batch.rows >= 1 && batch.rows <= batchSize)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps features, logits and label of a row together, over several pools', async () => {
    const source = numberedRows(9000);
    const labels = await source.labels();
    const batches = await collect(source, { batchSize: 1000 });
    expect(batches).toHaveLength(9);
    for (const { rows, features, logits, labels: drawn } of batches) {
      expect(rows).toBe(1000);
      expect(features.every((row, i) => -row === logits[4 * i] && -row - 3 === logits[4 * i + 3])).toBe(true);
      expect(features.every((row, i) => labels[row] === drawn[i])).toBe(true);
    }
    expect(new Set(numbersOf(batches)).size).toBe(9000);
  });

  it('takes batches larger than a pool', async () => {
    const batches = await collect(numberedRows(9000), { batchSize: 5000 });
    expect(batches.map(({ rows }) => rows)).toEqual([5000, 4000]);
  });

  it('leaves out batches at the start and changes nothing in those that follow', async () => {
    for (const [rows, batchSize] of [
      [9000, 1300],
      [333, 20],
    ]) {
      const source = numberedRows(rows);
      const uses = Uint32Array.from({ length: rows }, (_, row) => row % 3);
      const all = await collect(source, { batchSize, uses });
      for (let skip = 0; skip <= all.length; skip++) {
        expect(await collect(source, { batchSize, uses, skip })).toEqual(all.slice(skip));
      }
    }
  });

  it('orders rows by seed and epoch, and reads view e mod V in epoch e', async () => {
    const source = numberedRows(200);
    const order = async (request: Partial<EpochRequest>) => numbersOf(await collect(source, request)).map(Math.floor);
    expect(await order({})).toEqual(await order({}));
    expect(await order({})).not.toEqual(await order({ seed: 2 }));
    expect(await order({})).not.toEqual(await order({ epoch: 2 }));
    for (const epoch of [0, 1, 2, 3]) {
      const fractions = new Set(numbersOf(await collect(source, { epoch })).map((number) => number % 1));
      expect([...fractions]).toEqual([epoch % 2 ? 0.5 : 0]);
    }
  });

  it('mixes classes in each batch where the rows are sorted by class', async () => {
    const batches = await collect(numberedRows(4000), { batchSize: 64 });
    for (const { labels } of batches.slice(0, -1)) {
      for (const k of [0, 1, 2, 3]) {
        // 16 of 64 expected; binomial deviation 3.5.
        const share = labels.filter((label) => label === k).length;
        expect(share).toBeGreaterThanOrEqual(2);
        expect(share).toBeLessThanOrEqual(30);
      }
    }
  });

  it('gives no batch where no row is used', async () => {
    expect(await collect(numberedRows(100), { uses: new Uint32Array(100) })).toEqual([]);
  });
});

describe('a fit of features in shards', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has the bits of a fit of the same features in memory, however large the shards are', async () => {
    const train = drawFeatures({ rows: 500, views: 2 });
    const optimizers = [
      { kind: 'sgd', epochs: 3, batchSize: 48, sampler: 'square-root' } as const,
      { kind: 'lbfgs', maxIterations: 4 } as const,
    ];
    for (const optimizer of optimizers) {
      const settings = { rho: 0.5, optimizer, seed: 5 };
      const quiet = { settings, onWarning: () => {} };
      const expected = await fitCalibration({ train }, quiet);
      for (const rowsPerShard of [37, 128, 500]) {
        const shards = join(folder, `${optimizer.kind}-${rowsPerShard}`);
        await writeFeatureShards(shards, train, { rowsPerShard });
        const source = await openFeatureShards(`${shards}/*.safetensors`);
        expect(await fitCalibration({ train: source }, quiet)).toEqual(expected);
      }
    }
  });
});
