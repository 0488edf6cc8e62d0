import type { CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';

/** How results speak of the data sets. */
export const dataSetTexts: Readonly<Record<CheckpointDataSet, { readonly title: string; readonly origin: string }>> = {
  'glyph-lt': {
    title: 'Glyph-LT',
    origin: 'Glyph-LT is rendered: synthetic images of characters from fonts, not photographs.',
  },
  'fashion-mnist-lt': {
    title: 'Fashion-MNIST-LT',
    origin:
      'Fashion-MNIST-LT is real photographs: a long-tailed choice from Fashion-MNIST, small grey pictures of clothes.',
  },
};
