import { describe, expect, it } from 'vitest';
import { smallAblation, smallAblationWithoutFew } from '../results/fixtures/small-ablation.js';
import { ablationFigure } from './ablation-figure.js';

/** What is written in the picture, in its order. */
const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

/** Distances from the left of their panel, of the dots in the order of the panels and arms. */
function dotsOf(svg: string): number[] {
  const dots = svg.matchAll(/<path aria-label="accuracy: [^>]* transform="translate\(([\d.]+),[\d.]+\)"/g);
  return [...dots].map(([, x]) => Number(x));
}

describe('ablationFigure', async () => {
  const svg = await ablationFigure(smallAblation);

  it('names data set, networks and seeds, the groups, the arms once, and the accuracy of each arm in each group', () => {
    const texts = textsOf(svg);
    expect(texts).toContain('Glyph-LT: component ablation, 2 networks × 1 stage-2 seed');
    const groups = ['overall', 'many', 'medium', 'few'];
    const arms = ['joint baseline', 'full &lt;DisAlign&gt; &amp; "c" | d'];
    const numbers = ['46.9', '52.4', '68.2', '61.4', '40.4', '50.5', '9.6', '33.7'];
    expect(texts.filter((text) => groups.includes(text))).toEqual(groups);
    expect(texts.filter((text) => arms.includes(text))).toEqual(arms);
    expect(texts.filter((text) => /^\d+\.\d$/.test(text))).toEqual(numbers);
    expect(texts).toContain('28 classes, &lt; 20 images');
  });

  it('sets the full method right of the baseline where it is better, and left where it is worse', () => {
    const dots = dotsOf(svg);
    const better = [0, 2, 4, 6].map((baseline) => dots[baseline + 1] > dots[baseline]);
    expect(better).toEqual([true, false, true, true]);
  });

  it('is 800 pixels wide on white, and grows with the arms only', () => {
    expect(svg).toMatch(/^<svg [^>]*width="800" height="218" viewBox="0 0 800 218">/);
    expect(svg).toMatch(/<rect width="800" height="218" fill="white"/);
  });

  it('is the same text each time, without anything that runs or is fetched', async () => {
    expect(await ablationFigure(smallAblation)).toBe(svg);
    expect(svg).not.toMatch(/<script|<style|<image|href="| id="|url\(/);
  });

  it('has three panels where no class has few images', async () => {
    const texts = textsOf(await ablationFigure(smallAblationWithoutFew));
    expect(texts).toContain('Fashion-MNIST-LT: component ablation, 2 networks × 1 stage-2 seed');
    expect(texts).toContain('medium');
    expect(texts).not.toContain('few');
    expect(texts.join()).not.toMatch(/NaN|null|undefined/);
  });
});
