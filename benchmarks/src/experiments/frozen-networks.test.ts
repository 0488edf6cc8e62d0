import { expect, it } from 'vitest';
import { frozenNetworks } from './frozen-networks.js';

const options = { networkSeeds: [0, 1], backend: 'cpu' } as const;

it('frozenNetworks names one network for each seed', async () => {
  const networks = await frozenNetworks('glyph-lt', options);
  expect(networks).toEqual([0, 1].map((networkSeed) => ({ dataSet: 'glyph-lt', networkSeed, backend: 'cpu' })));
});

it('frozenNetworks adds the networks of other variants that are there', async () => {
  const variants = ['glyph-net-8', 'resnet-10'] as const;
  const all = await frozenNetworks('glyph-lt', { ...options, networkSeeds: [0, 99], variants });
  expect(all.map(({ variant, networkSeed }) => [variant, networkSeed])).toEqual([
    [undefined, 0],
    [undefined, 99],
    ['glyph-net-8', 0],
    ['resnet-10', 0],
  ]);
  expect(await frozenNetworks('fashion-mnist-lt', { ...options, variants })).toHaveLength(2);
});
