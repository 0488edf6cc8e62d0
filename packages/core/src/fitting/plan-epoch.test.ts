import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawFeatures } from '../features/fixtures/draw-features.js';
import { openFeatureShards } from '../features/open-feature-shards.js';
import { writeFeatureShards } from '../features/write-feature-shards.js';
import { fitCalibration } from './fit-calibration.js';
import { type EpochRequest, mostPoolRows, planEpoch } from './plan-epoch.js';

/** Row numbers of the batches of an epoch. */
function batchesOf(request: Partial<EpochRequest> & { rows: number }): number[][] {
  const defaults = { batchSize: 32, seed: 1, epoch: 0, uses: null };
  return [...planEpoch({ ...defaults, ...request })].flatMap(({ batches }) => batches.map((batch) => [...batch]));
}

describe('planEpoch', () => {
  it('uses each row as often as it is told, in whole batches but the last', () => {
    const sizes = fc.record({ rows: fc.integer({ min: 1, max: 300 }), batchSize: fc.integer({ min: 1, max: 90 }) });
    fc.assert(
      fc.property(sizes, fc.integer(), fc.boolean(), ({ rows, batchSize }, seed, drawn) => {
        const uses = drawn ? Uint32Array.from({ length: rows }, (_, row) => (row * 7 + (seed & 7)) % 4) : null;
        const batches = batchesOf({ rows, batchSize, seed, uses });
        const counted = new Uint32Array(rows);
        batches.flat().forEach((row) => counted[row]++);
        expect(counted).toEqual(uses ?? new Uint32Array(rows).fill(1));
        expect(batches.slice(0, -1).every((batch) => batch.length === batchSize)).toBe(true);
        expect(batches.every((batch) => batch.length >= 1 && batch.length <= batchSize)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('names the rows of each pool in the fewest ranges, and never more than it says', () => {
    for (const [rows, batchSize, uses] of [
      [20_000, 256, null],
      [20_000, 1000, null],
      [20_000, 5000, null],
      [20_000, 256, Uint32Array.from({ length: 20_000 }, (_, row) => (row % 5 === 0 ? row % 3 : 0))],
    ] as const) {
      for (const { ranges, batches } of planEpoch({ rows, batchSize, seed: 3, epoch: 0, uses })) {
        const named = ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
        expect(named).toEqual([...new Set(batches.flatMap((batch) => [...batch]))].sort((a, b) => a - b));
        expect(ranges.slice(1).every(({ start }, i) => start > ranges[i].end)).toBe(true);
        expect(named.length).toBeLessThanOrEqual(mostPoolRows({ rows, batchSize }));
      }
    }
  });

  it('takes batches larger than a pool', () => {
    expect(batchesOf({ rows: 9000, batchSize: 5000 }).map(({ length }) => length)).toEqual([5000, 4000]);
  });

  it('leaves out batches at the start and changes nothing in those that follow', () => {
    for (const [rows, batchSize] of [
      [9000, 1300],
      [333, 20],
    ]) {
      const uses = Uint32Array.from({ length: rows }, (_, row) => row % 3);
      const all = batchesOf({ rows, batchSize, uses });
      for (let skip = 0; skip <= all.length; skip++) {
        expect(batchesOf({ rows, batchSize, uses, skip })).toEqual(all.slice(skip));
      }
    }
  });

  it('orders rows by seed and epoch', () => {
    expect(batchesOf({ rows: 200 })).toEqual(batchesOf({ rows: 200 }));
    expect(batchesOf({ rows: 200 })).not.toEqual(batchesOf({ rows: 200, seed: 2 }));
    expect(batchesOf({ rows: 200 })).not.toEqual(batchesOf({ rows: 200, epoch: 2 }));
  });

  it('mixes distant rows in each batch', () => {
    // Quarters of the rows, as if they were sorted by class.
    for (const batch of batchesOf({ rows: 4000, batchSize: 64 }).slice(0, -1)) {
      for (const quarter of [0, 1, 2, 3]) {
        // 16 of 64 expected; binomial deviation 3.5.
        const share = batch.filter((row) => Math.floor(row / 1000) === quarter).length;
        expect(share).toBeGreaterThanOrEqual(2);
        expect(share).toBeLessThanOrEqual(30);
      }
    }
  });

  it('gives no batch where no row is used', () => {
    expect(batchesOf({ rows: 100, uses: new Uint32Array(100) })).toEqual([]);
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
