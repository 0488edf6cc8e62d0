import { expect, it } from 'vitest';
import { ablationCells } from './ablation-cells.js';
import { smallAblation, smallAblationWithoutFew } from './fixtures/small-ablation.js';

it('puts every number of an arm in its column', () => {
  expect(ablationCells(smallAblation)).toEqual([
    ['joint baseline', '0', '-', '46.9', '68.2', '40.4', '9.6', '-', '-'],
    // prettier-ignore
    ['full <DisAlign> & "c" | d', '4,049', '0.9–1.2', '52.4', '61.4', '50.5', '33.7', '+5.5 [+4.4, +6.6]', '+24.1 [+21.5, +26.2]'],
  ]);
});

it('has a dash where no class has few images', () => {
  expect(ablationCells(smallAblationWithoutFew).map((cells) => [cells[6], cells[8]])).toEqual([
    ['-', '-'],
    ['-', '-'],
  ]);
});
