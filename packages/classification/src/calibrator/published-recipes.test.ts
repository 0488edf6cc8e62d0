import { readFile } from 'node:fs/promises';
import { featuresInMemory } from '@disalign/core';
import { describe, expect, it } from 'vitest';
import { residualGlyphNet } from '../backbones/residual-glyph-net.js';
import { checkTraining } from '../training/check-training.js';
import { stripedImages } from '../training/fixtures/striped-images.js';
import { ClassificationCalibrator } from './classification-calibrator.js';
import { publishedRecipes, type RecipeDataSet } from './published-recipes.js';
import { recipeTable } from './recipe-table.js';

const names = Object.keys(publishedRecipes) as RecipeDataSet[];
const features = Array.from({ length: 90 }, (_, i) => [(i % 7) / 7, (i % 3) / 3]);
const logits = features.map(([a, b], i) => [a + b, (i % 5) / 5]);
const train = featuresInMemory({ features, logits, labels: features.map((_, i) => (i % 4 === 0 ? 1 : 0)) });

describe('publishedRecipes', () => {
  it.each(names)('%s: a calibrator takes stage 2, and keeps it with the fit', async (settings) => {
    const { fit } = publishedRecipes[settings];
    const calibrator = new ClassificationCalibrator({ settings });
    await calibrator.fit({ train });
    expect(calibrator.record.fit?.settings).toMatchObject({
      form: 'additive',
      rho: fit.rho === 'auto' ? (expect.any(Number) as number) : fit.rho,
      standardize: false,
      optimizer: {
        epochs: 10,
        learningRate: { scale: 0.1, bias: 0.1, confidence: 0.1 },
        weightDecay: { scale: 5e-4, bias: 5e-4, confidence: 5e-4 },
        decayTowards: 'zero',
        schedule: { kind: 'cosine', per: 'epoch' },
      },
    });
  });

  it.each(names)('%s: stage 1 is a recipe that a training takes, or none', (name) => {
    const { training } = publishedRecipes[name];
    expect(training === null).toBe(name === 'places-lt');
    if (training === null) return;
    const completed = checkTraining(stripedImages(), { ...training, seed: 1, backbone: residualGlyphNet() });
    expect(completed).toEqual({ ...training, seed: 1, head: { kind: 'linear' } });
  });

  it('says where each cannot be followed', () => {
    for (const { differences } of Object.values(publishedRecipes)) expect(differences.length).toBeGreaterThan(0);
  });
});

describe('recipeTable', () => {
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''));

  it('holds what is otherwise than the default, and nothing else', () => {
    const { columns, rows } = recipeTable();
    expect(columns).toEqual(['Setting', 'Default', 'ImageNet-LT', 'Places-LT', 'iNaturalist 2018']);
    const settings = new Map(rows.map(([setting, ...cells]) => [setting, cells]));
    expect(settings.get('stage 2: rho')).toEqual(['auto', '1.2', 'auto', 'auto']);
    expect(settings.get('stage 1: learningRate')).toEqual(['0.1', '0.1', 'none', '0.2']);
    expect(settings.get('stage 2: schedule')).toEqual(['cosine', ...new Array<string>(3).fill('cosine, per epoch')]);
    expect(settings.has('stage 2: momentum')).toBe(false);
    for (const [, ours, ...theirs] of rows) expect(theirs.some((text) => text !== ours)).toBe(true);
  });

  it('is the table in the README, and so is the list of differences', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const section = readme.slice(readme.indexOf('## Published recipes'));
    const { columns, rows } = recipeTable();
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    expect([cellsOf(lines[0]), ...lines.slice(2, 2 + rows.length).map(cellsOf)]).toEqual([columns, ...rows]);
    const differences = new Set(Object.values(publishedRecipes).flatMap((recipe) => recipe.differences));
    for (const difference of differences) expect(section).toContain(difference);
  });
});
