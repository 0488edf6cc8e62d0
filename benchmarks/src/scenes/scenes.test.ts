import { createHash } from 'node:crypto';
import { loadGlyphMasters } from '@disalign/classification';
import { createRandom } from '@disalign/core';
import { longTailGroups, NO_CLASS, PixelCounts } from '@disalign/segmentation';
import { describe, expect, it } from 'vitest';
import { assignClasses } from './assign-classes.js';
import { createSceneClasses } from './create-scene-classes.js';
import { createSceneSet, type SceneSet } from './create-scene-set.js';
import { glyphScenes150 } from './glyph-scenes-150.js';
import { paintScene } from './paint-scene.js';
import { powerLawCounts } from './power-law-counts.js';
import { drawSurface, textures } from './texture.js';

const masters = await loadGlyphMasters();
const { classes, splits } = glyphScenes150(masters);

const hashOf = (set: SceneSet, indices: readonly number[]) => {
  const hash = createHash('sha256');
  for (const index of indices) {
    const { pixels, labels } = set.paint(index);
    hash.update(pixels).update(labels);
  }
  return hash.digest('hex');
};
const countScenes = (set: SceneSet, scenes = set.count) => {
  const counts = new PixelCounts(classes.length);
  for (let index = 0; index < scenes; index++) counts.add(set.paint(index));
  return counts;
};

describe('glyphScenes150', () => {
  it('paints the same bytes in every run, in any order, and others for another split', () => {
    const again = glyphScenes150(masters).splits.training;
    again.paint(7);
    expect(hashOf(again, [3, 4])).toBe(hashOf(splits.training, [3, 4]));
    expect(hashOf(splits.training, [3])).not.toBe(hashOf(splits.training, [4]));
    expect(hashOf(splits.selection, [3])).not.toBe(hashOf(splits.test, [3]));
  });

  it('has classes of different names, textures and characters, as many of each kind as ADE20K', () => {
    expect(new Set(classes.map(({ name }) => name)).size).toBe(150);
    expect(classes.filter(({ kind }) => kind === 'stuff')).toHaveLength(35);
    const stuffOf = (start: number, end: number) => classes.slice(start, end).filter(({ kind }) => kind === 'stuff');
    expect([stuffOf(0, 20), stuffOf(20, 75), stuffOf(75, 150)].map(({ length }) => length)).toEqual([10, 14, 11]);
  });

  it('has about the shares of pixels of head, body and tail in ADE20K, and some without a class', () => {
    const counts = countScenes(splits.training, 200);
    const labelled = counts.pixels.reduce((sum, pixels) => sum + pixels, 0);
    const groups = longTailGroups();
    const share = (group: string) =>
      counts.pixels.reduce((sum, pixels, k) => sum + (groups[k] === group ? pixels : 0), 0) / labelled;
    // ADE20K: 79.6, 16.2 and 4.3 %; 8.6 % of all pixels are without a class.
    expect(share('head')).toBeGreaterThan(0.76);
    expect(share('head')).toBeLessThan(0.83);
    expect(share('body')).toBeGreaterThan(0.12);
    expect(share('body')).toBeLessThan(0.18);
    expect(share('tail')).toBeGreaterThan(0.04);
    expect(share('tail')).toBeLessThan(0.08);
    const unlabelled = counts.unlabelled / (labelled + counts.unlabelled);
    expect(unlabelled).toBeGreaterThan(0.02);
    expect(unlabelled).toBeLessThan(0.1);
    // Class 1 is given 440 scenes of 800, and fills in where a scene has no background.
    expect(counts.imagesOfClass[0] / 200).toBeGreaterThan(0.5);
  });

  it('shows every class in at least 10 scenes of the test split', () => {
    expect(Math.min(...countScenes(splits.test).imagesOfClass)).toBeGreaterThanOrEqual(10);
  });

  it('refuses a scene that it has not', () => {
    expect(() => splits.test.paint(300)).toThrow('`index` must be an integer in 0..299, got 300');
  });
});

describe('paintScene', () => {
  const sign = { kind: 'sign', name: 'sign', character: 4, diameter: [30, 30] } as const;
  const scene = paintScene(
    { side: 64, masters, fonts: [0], classes: [5, 6, 7].map((label) => ({ label, look: sign })) },
    createRandom(1),
  );

  it('knows of each sign what is seen: mask, area and box agree with the labels', () => {
    expect(scene.signs.map(({ label }) => label).sort()).toEqual([5, 6, 7]);
    for (const { label, mask, area, box } of scene.signs) {
      const seen = [...mask.keys()].filter((pixel) => mask[pixel] === 1);
      expect(seen).toEqual([...scene.labels.keys()].filter((pixel) => scene.labels[pixel] === label));
      expect(area).toBe(seen.length);
      const [columns, rows] = [seen.map((pixel) => pixel % 64), seen.map((pixel) => Math.floor(pixel / 64))];
      expect(box.x).toBe(Math.min(...columns));
      expect(box.y).toBe(Math.min(...rows));
      expect(box.x + box.width - 1).toBe(Math.max(...columns));
      expect(box.y + box.height - 1).toBe(Math.max(...rows));
      // Never larger than it was asked for.
      expect(box.width).toBeLessThanOrEqual(31);
    }
  });

  it('leaves what no class covers without one', () => {
    expect(scene.labels.some((label) => label === NO_CLASS)).toBe(true);
    expect(scene.labels.every((label) => [5, 6, 7, NO_CLASS].includes(label))).toBe(true);
  });
});

describe('createSceneClasses', () => {
  it('refuses more classes than there are looks', () => {
    const group = { classes: 4, stuff: 0, region: 'background', diameter: [20, 30] } as const;
    const make = () => createSceneClasses({ groups: [group], characters: ['a', 'b', 'c'], seed: 0 });
    expect(make).toThrow('must not ask for more characters than there are');
  });
});

describe('assignClasses', () => {
  it('puts each class into as many scenes as it is given, once each', () => {
    const scenes = assignClasses([10, 3, 0], { scenes: 10, seed: 1 });
    expect(scenes.every((labels) => labels[0] === 0)).toBe(true);
    expect(scenes.filter((labels) => labels.includes(1))).toHaveLength(3);
    expect(scenes.flat()).toHaveLength(13);
  });

  it('refuses a count above the number of scenes', () => {
    expect(() => assignClasses([11], { scenes: 10, seed: 1 })).toThrow(
      '`counts[0]` must be an integer in 0..10, got 11',
    );
  });
});

describe('createSceneSet', () => {
  it('refuses counts that are not one a class', () => {
    const make = () => createSceneSet({ classes, counts: [1], scenes: 3, masters, fonts: 'test', seed: 0 });
    expect(make).toThrow('createSceneSet: `counts` must have 150 entries, got 1');
  });

  it('leaves scenes without a background bare where no class is one', () => {
    const sign = { kind: 'sign', name: 'a', character: 0, diameter: [20, 20] } as const;
    const set = createSceneSet({ classes: [sign], counts: [1], scenes: 2, masters, fonts: 'train', seed: 4 });
    const signs = [set.paint(0), set.paint(1)].map((scene) => scene.signs.length);
    expect(signs.sort()).toEqual([0, 1]);
  });
});

describe('powerLawCounts', () => {
  it('falls as 1 / k^0.7 down to its least, worked by hand', () => {
    // 440 / 2^0.7 = 270.9, 440 / 3^0.7 = 203.9, 440 / 4^0.7 = 166.7
    const counts = powerLawCounts({ classes: 4, most: 440, exponent: 0.7, least: 200 });
    expect(counts).toEqual([440, 271, 204, 200]);
  });
});

describe('textures', () => {
  it('are 35, and differ as pictures do', () => {
    expect(textures).toHaveLength(35);
    const pictures = textures.map((texture) => {
      const surface = drawSurface(texture, 128, createRandom(1));
      return Array.from({ length: 32 * 32 }, (_, i) => surface(i % 32, Math.floor(i / 32)).toFixed(3)).join();
    });
    expect(new Set(pictures).size).toBe(35);
  });
});
