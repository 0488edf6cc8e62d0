import { imageFolder } from '../data/image-folder/image-folder.js';
import type { ImageDataSet } from '../data/image-data-set.js';
import { imageNetLongTail } from '../data/imagenet-lt/imagenet-long-tail.js';
import { iNaturalist2018 } from '../data/inaturalist-2018/inaturalist-2018.js';
import { placesLongTail } from '../data/places-lt/places-long-tail.js';
import type { PhotographOptions } from '../data/photographs/photograph-options.js';
import type { CommandOptions } from './command-options.js';

/** Opens the data set that a command line names. @throws what the data set throws */
export async function openDataSet(
  options: CommandOptions,
  onProgress: PhotographOptions['onProgress'],
): Promise<ImageDataSet> {
  const { root, lists, subset, size, 'skip-bad-images': skipBadImages } = options;
  const common = { root, subset, height: size, width: size, skipBadImages, onProgress };
  switch (options['data-set']) {
    case 'imagenet-lt':
      return imageNetLongTail({ ...common, lists });
    case 'places-lt':
      return placesLongTail({ ...common, lists });
    case 'inaturalist-2018':
      return iNaturalist2018(common);
    case 'folder': {
      const [train, validation, test] = options.splits?.split(',') ?? ['.'];
      return imageFolder({ ...common, root: root ?? '', splits: { train, validation, test } });
    }
  }
}
