import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FeatureMapSplit } from '../feature-maps/feature-maps.js';
import { writePixelShards } from './write-pixel-shards.js';

const megabyte = 2 ** 20;
const side = 64;

describe('writePixelShards', () => {
  it('needs memory for some images, not for all', async () => {
    const mapOf = (channels: number, value: number) => ({
      height: side,
      width: side,
      channels,
      data: new Float32Array(side * side * channels).fill(value),
    });
    // 4 MB an image, 1.2 GB in all.
    const images: FeatureMapSplit = {
      count: 300,
      read: async (row) => ({
        features: mapOf(224, row),
        logits: mapOf(32, -row),
        labels: { height: side, width: side, labels: new Uint8Array(side * side).fill(row % 32) },
      }),
    };
    const folder = await mkdtemp(join(tmpdir(), 'pixel-memory-'));
    const before = process.memoryUsage().rss;
    const { rows } = await writePixelShards(folder, images, { rowsPerShard: 4096 });
    // The largest that the process has ever been, in KiB.
    const grown = process.resourceUsage().maxRSS * 1024 - before;
    await rm(folder, { recursive: true });
    expect(rows).toBe(300 * 128);
    expect(grown / megabyte).toBeLessThan(500);
  });
});
