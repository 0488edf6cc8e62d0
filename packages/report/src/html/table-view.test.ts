import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import type { Table } from '../document/table.js';
import { TableView } from './table-view.js';

const table: Table = {
  name: 'methods',
  caption: 'Accuracy.',
  columns: [
    { key: 'method', heading: 'method' },
    { key: 'chosen', heading: 'chosen' },
    { key: 'few', heading: 'few', unit: '%', digits: 1 },
  ],
  rows: [
    { method: 'Joint', chosen: null, few: null },
    { method: 'DisAlign', chosen: 'rho 1.2, on the validation split of this network', few: null },
  ],
};

it('sets columns of texts to the left, as wide as they need, and a column without a value as numbers', () => {
  const html = renderToString(h(TableView, { table }));
  expect(html).toContain('<th scope="col" class="text">chosen</th>');
  expect(html).toContain(
    '<td class="text" style="min-width: 24ch">rho 1.2, on the validation split of this network</td>',
  );
  expect(html).toContain('<th scope="col" class>few<span class="unit"> (%)</span></th>');
  expect(html).toContain('<td class>-</td>');
});
