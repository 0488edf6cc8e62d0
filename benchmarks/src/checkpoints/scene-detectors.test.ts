import { stat } from 'node:fs/promises';
import { loadGlyphMasters } from '@disalign/classification';
import { predictClasses, startBackend } from '@disalign/core';
import { groundTruthFromJson, labelRegions, type RegionImage } from '@disalign/detection';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { annotateScenes } from '../detection-scenes/annotate-scenes.js';
import { loadDetectors, uploadDetectors } from '../detection-scenes/detector-file.js';
import { glyphScenesLvis } from '../detection-scenes/glyph-scenes-lvis.js';
import { sceneDetectors } from '../detection-scenes/scene-detectors.js';
import { sceneMaps } from '../detection-scenes/scene-maps.js';
import { sceneRegions } from '../detection-scenes/scene-regions.js';
import { sceneDetectorRecipe } from './retrain-scene-detectors.js';
import { sceneDetectorsPath } from './scene-detectors-path.js';

it.each([0, 1, 2])('glyph-scenes-lvis-%i is under 400 kB and of its recipe', async (seed) => {
  const path = sceneDetectorsPath(seed);
  expect((await stat(path)).size).toBeLessThan(400e3);
  const { network, classifiers, ...facts } = await loadDetectors(path);
  expect({ network, classifiers }).toEqual(sceneDetectorRecipe);
  expect(facts).toMatchObject({ seed, classes: 60, channels: 64 });
});

it("the heads of glyph-scenes-lvis-0 know most objects of today's training scenes", async () => {
  await startBackend('wasm');
  const { names, lookAlikes, scenes } = glyphScenesLvis(await loadGlyphMasters());
  const looks = { names, lookAlikes, firstId: 1, seed: 0 };
  const annotated = annotateScenes({ ...scenes.training, count: 12 }, looks);
  const parameters = uploadDetectors(await loadDetectors(sceneDetectorsPath(0)));
  const maps = await sceneMaps(annotated.scenes, 0);
  const regions: RegionImage[][] = [];
  for await (const ofScene of sceneRegions(annotated, maps, { parameters, seed: 5, masks: false }))
    regions.push(ofScene);
  tf.dispose([...parameters.values()]);
  const truth = groundTruthFromJson(annotated.json, { format: 'lvis' });
  for (const head of sceneDetectors.keys()) {
    const labelled = labelRegions({ count: 12, read: async (image) => regions[image][head] }, truth);
    let [right, objects] = [0, 0];
    for (let image = 0; image < labelled.count; image++) {
      const { heads, labels } = await labelled.read(image);
      const predicted = predictClasses(heads[0].logits, 61);
      labels?.forEach((label, row) => {
        if (label === 60) return;
        objects++;
        if (predicted[row] === label) right++;
      });
    }
    expect(objects).toBeGreaterThan(200);
    expect(right / objects).toBeGreaterThan(0.6);
  }
});
