import { expectClose } from '@disalign/test-support';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linearLogitsOnHost } from '../heads/linear-logits-on-host.js';
import { openFeatureShards } from './open-feature-shards.js';
import { readHeadWeights } from './read-head-weights.js';

const folder = join(import.meta.dirname, 'fixtures/torchvision-dump');
const all = { start: 0, end: 6 };

// `make_fixture.py` in `tools/feature-dump` made it, with the script that users start from.
describe('a dump that PyTorch wrote', () => {
  it('has six rows of three classes in two views, in two files', async () => {
    const source = await openFeatureShards(`${folder}/features-*.safetensors`);
    expect(source).toMatchObject({ rows: 6, featureSize: 512, classes: 3, views: 2 });
    expect([...(await source.labels())]).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('holds in each view the logits that its head gives for the features', async () => {
    const source = await openFeatureShards(`${folder}/features-*.safetensors`);
    const head = await readHeadWeights(join(folder, 'head.safetensors'));
    const [still, varied] = [await source.read(all), await source.read(all, 1)];
    for (const { features, logits } of [still, varied]) {
      expectClose(logits, linearLogitsOnHost(features, head), { relativeToLargest: 1e-5 });
    }
    expect(varied.features).not.toEqual(still.features);
  });

  it('is the same as one npz file of NumPy', async () => {
    const shards = await openFeatureShards(`${folder}/features-*.safetensors`);
    const npz = await openFeatureShards(join(folder, 'features.npz'));
    for (const view of [0, 1]) expect(await npz.read(all, view)).toEqual(await shards.read(all, view));
  });
});
