import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadSceneNetwork } from '../scene-networks/scene-network-file.js';
import { sceneHeads } from '../scene-networks/scene-network.js';
import { checkpointPath } from './checkpoint-path.js';
import { sceneRecipe } from './retrain-scene-networks.js';

const networks = sceneHeads.flatMap((head) => [0, 1, 2].map((seed) => ({ head, seed })));

describe('the networks of GlyphScenes-150', () => {
  it.each(networks)('$head-$seed is under a megabyte and of its recipe', async ({ head, seed }) => {
    const path = checkpointPath('glyph-scenes-150', seed, head);
    expect((await stat(path)).size).toBeLessThan(1e6);
    const network = await loadSceneNetwork(path);
    expect(network).toMatchObject({ head, dataSet: 'GlyphScenes-150', training: { ...sceneRecipe, seed } });
    expect(network.classNames).toHaveLength(150);
    const { mIoU, mAcc } = network.metrics.selection;
    // Scores of the selection split; a network that guesses has less than a hundredth.
    expect(mIoU).toBeGreaterThan(0.25);
    expect(mAcc).toBeGreaterThan(mIoU);
  });
});
