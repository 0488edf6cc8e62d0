import { expect, it } from 'vitest';
import { labelCells } from './label-cells.js';

it('takes the label of the pixel behind the centre of each cell', async () => {
  const labels = { height: 8, width: 4, labels: Uint8Array.from({ length: 32 }, (_, i) => i) };
  const map = { height: 2, width: 1, channels: 1, data: Float32Array.of(1, 2) };
  const read = async () => ({ features: map, logits: map, labels, inputSize: { height: 8, width: 4 } });
  const cells = labelCells({ count: 3, read });
  expect(cells.count).toBe(3);
  // Pixels (2, 2) and (2, 6) of rows of 4.
  const sampled = { height: 2, width: 1, labels: Uint8Array.of(10, 26) };
  expect(await cells.read(0)).toEqual({ features: map, logits: map, labels: sampled });
});
