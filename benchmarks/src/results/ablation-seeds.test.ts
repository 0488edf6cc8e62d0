import { expect, it } from 'vitest';
import { ablationSeeds } from './ablation-seeds.js';
import { smallAblation } from './fixtures/small-ablation.js';

it('gives each seed once, ascending as numbers, and counts them', () => {
  expect(ablationSeeds(smallAblation)).toEqual({
    networks: [3, 10],
    fits: [7],
    text: '2 networks × 1 stage-2 seed',
  });
});
