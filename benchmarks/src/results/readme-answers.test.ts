import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { DetectorRow } from '../experiments/table8/compare-arms.js';
import { differenceText } from './difference-text.js';
import { percentText } from './percent-text.js';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** `beats it, +9.8 [+9.3, +10.2]` by method, from the sentences of a result. */
async function answersOf(dataSet: string): Promise<Map<string, string>> {
  const { summary } = JSON.parse(await read(`results/methods-${dataSet}.json`)) as { summary: string[] };
  const sentences = summary.flatMap((text) =>
    [...text.matchAll(/^On \S+ DisAlign (beats|ties with|loses to) (.+): (\S+ \[.+\]) points\.$/g)].map(
      ([, answer, method, interval]) => [method, `${answer} it, ${interval}`] as const,
    ),
  );
  return new Map(sentences);
}

it('the README answers what the results do, method by method', async () => {
  const readme = await read('README.md');
  const [glyph, fashion] = [await answersOf('glyph-lt'), await answersOf('fashion-mnist-lt')];
  expect(glyph.size).toBeGreaterThan(10);
  const rows = [...glyph].map(([method, answer]) => [method, answer, fashion.get(method)]);
  const shown = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const row of rows) expect(shown).toContainEqual(['', ...row, '']);
});

it.each(['glyph-lt', 'fashion-mnist-lt'])('the README has the bound of %s as the results have it', async (dataSet) => {
  const readme = (await read('README.md')).replaceAll(/\s+/g, ' ');
  const { summary } = JSON.parse(await read(`results/methods-${dataSet}.json`)) as { summary: string[] };
  const [, bound, joint, own, closed] =
    /bound is at (\S+) %, the joint baseline at (\S+) %: DisAlign is at (\S+) % and closes (\d+) % of the way/.exec(
      summary.join('\n'),
    ) ?? [];
  expect(readme).toContain(`joint ${joint} %, DisAlign ${own} %, bound ${bound} %; ${closed} % of the way.`);
});

it('the README says how far the automatic rho is from the best as the results do', async () => {
  const readme = (await read('README.md')).replaceAll(/\s+/g, ' ');
  const gaps = await Promise.all(
    ['glyph-lt', 'fashion-mnist-lt'].map(async (dataSet) => {
      const { summary } = JSON.parse(await read(`results/rho-sweep-${dataSet}.json`)) as { summary: string[] };
      const [, points, side] = /with \S+ %, (\S+) points (above|below) it: within 0.5 points/.exec(summary[0]) ?? [];
      // The result says where the best is, the README where the choice is.
      return `${points}${side === 'above' ? ' points below' : ' above'} it on`;
    }),
  );
  expect(readme).toContain(`${gaps[0]} Glyph-LT, ${gaps[1]} Fashion-MNIST-LT`);
});

it('the README has what table8 gains as the results have it', async () => {
  const shown = (await read('README.md')).split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const { rows } = JSON.parse(await read('results/table8-glyph-scenes-lvis.json')) as { rows: DetectorRow[] };
  expect(rows).toHaveLength(4);
  for (const { name, arms } of rows) {
    const find = (arm: string) => arms.find((one) => one.type === 'bbox' && one.arm === arm);
    const { AP, APr, APc, APf } = find('DisAlign')?.overBaseline ?? {};
    const gains = [AP, APr, APc, APf, find('logit adjustment')?.overBaseline?.AP];
    const cells = gains.map((interval) => differenceText(interval ?? null));
    expect(shown).toContainEqual(['', name, percentText(find('baseline')?.mean.AP ?? null), ...cells, '']);
  }
});
