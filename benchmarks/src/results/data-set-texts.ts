import { checkpointDataSets, type CheckpointDataSet } from '../checkpoints/checkpoint-recipe.js';

/** How results speak of a data set. */
export interface DataSetTexts {
  readonly title: string;
  /** A sentence on where it is from. */
  readonly origin: string;
}

const texts: Readonly<Record<CheckpointDataSet, DataSetTexts>> = {
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

/** How results speak of a data set, or of a dump of features, by its name. */
export function dataSetTexts(name: string): DataSetTexts {
  const known = checkpointDataSets.find((dataSet) => dataSet === name);
  return known ? texts[known] : { title: name, origin: 'A dump of features: what its network saw is not known here.' };
}
