import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeatureBatch, FeatureSource } from '../../features/feature-source.js';
import { drawFeatures } from '../../features/fixtures/draw-features.js';
import { iterateBatches } from '../../features/iterate-batches.js';
import { openFeatureShards } from '../../features/open-feature-shards.js';
import { writeFeatureShards } from '../../features/write-feature-shards.js';
import { writeSafetensors } from '../../files/write-safetensors.js';
import { walkRows, type WalkedRows } from './walk-rows.js';

describe('walkRows', () => {
  const drawn = drawFeatures({ rows: 9000, views: 2 });
  let folder: string;
  let sharded: FeatureSource;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disalign-'));
    await writeFeatureShards(folder, drawn, { rowsPerShard: 2500 });
    sharded = await openFeatureShards(`${folder}/*.safetensors`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function collect(walk: AsyncIterable<WalkedRows>): Promise<FeatureBatch[]> {
    const all: FeatureBatch[] = [];
    for await (const { batch } of walk) {
      const { rows, features, logits, labels } = batch;
      all.push({
        rows,
        features: Float32Array.from(features),
        logits: Float32Array.from(logits),
        labels: Int32Array.from(labels),
      });
    }
    return all;
  }

  it('gives the batches of iterateBatches, from memory and from files, which it does not read through the source', async () => {
    const read = vi.fn<FeatureSource['read']>((...given) => sharded.read(...given));
    for (const view of [0, 1]) {
      const expected: FeatureBatch[] = [];
      for await (const batch of iterateBatches(drawn, { view, batchRows: 512 })) expected.push(batch);
      expect(await collect(walkRows(drawn, view))).toEqual(expected);
      expect(await collect(walkRows({ ...sharded, read }, view))).toEqual(expected);
    }
    expect(read).not.toHaveBeenCalled();
  });

  it('has the source say where a number is not finite', async () => {
    const features = new Float32Array(9000 * 3).fill(1);
    features[3 * 5000 + 1] = NaN;
    const path = join(folder, 'broken.safetensors');
    await writeSafetensors(path, {
      features: { dtype: 'F32', shape: [9000, 3], data: features },
      logits: { dtype: 'F32', shape: [9000, 2], data: new Float32Array(9000 * 2) },
      labels: { dtype: 'I32', shape: [9000], data: new Int32Array(9000) },
    });
    const broken = await openFeatureShards([path]);
    await expect(collect(walkRows(broken, 0))).rejects.toThrow(`${path}: tensor features`);
  });

  it('can be left early', async () => {
    const batches = walkRows(sharded, 0);
    expect((await batches.next()).value).toMatchObject({ batch: { rows: 512 } });
    await batches.return(undefined);
    expect((await batches.next()).done).toBe(true);
  });
});
