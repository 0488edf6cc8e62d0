import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawFeatures } from './fixtures/draw-features.js';
import { iterateBatches } from './iterate-batches.js';
import { openFeatureShards } from './open-feature-shards.js';
import { writeFeatureShards } from './write-feature-shards.js';

describe('openFeatureShards', () => {
  it('walks 600 MB of shards with flat memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'disalign-'));
    const source = drawFeatures({ rows: 2048, featureSize: 250, classes: 6 });
    const { files } = await writeFeatureShards(folder, source);
    const many = await openFeatureShards(new Array<string>(300).fill(files[0]), { allowIncomplete: true });
    const before = process.memoryUsage();
    let rows = 0;
    let peak = 0;
    for await (const batch of iterateBatches(many, { batchRows: 3000 })) {
      rows += batch.rows;
      const now = process.memoryUsage();
      peak = Math.max(peak, now.arrayBuffers - before.arrayBuffers, now.rss - before.rss);
    }
    await rm(folder, { recursive: true });
    expect(rows).toBe(300 * 2048);
    expect(peak).toBeLessThan(256 * 2 ** 20);
  });
});
