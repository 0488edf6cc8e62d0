import type { ImageDataSet } from '../image-data-set.js';
import { longTailLists, type LongTailListsOptions } from '../image-lists/long-tail-lists.js';
import { imageNetLongTailCounts } from '../published-counts/published-counts.js';

/**
 * ImageNet-LT (Liu et al. 2019): 1000 classes of 1280 to 5 training images, 115,846 in all; 20 of each class for validation, 50 for test.
 *
 * `root` (default: `imagenet-lt` in `$DISALIGN_DATA`, or in `data`) holds the pictures of ImageNet as the lists name them,
 * `train/n01440764/*.JPEG` and `val/n01440764/*.JPEG`; `lists` (default: `root`) holds `ImageNet_LT_train.txt`, `ImageNet_LT_val.txt` and
 * `ImageNet_LT_test.txt`. All counts must be those published. Pictures are decoded when they are read, in threads.
 *
 * @throws MissingDataSetError when the lists are not here
 * @throws FileFormatError naming list and line, as `imageLists`
 * @throws RangeError for options out of range, or counts other than published, each of them named
 *
 * @example
 * ```ts
 * import { imageNetLongTail, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await imageNetLongTail({ root: '/data/imagenet', lists: '/data/ImageNet_LT' });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function imageNetLongTail(options: LongTailListsOptions = {}): Promise<ImageDataSet> {
  return longTailLists(
    {
      name: 'ImageNet-LT',
      folder: 'imagenet-lt',
      files: ['ImageNet_LT_train.txt', 'ImageNet_LT_val.txt', 'ImageNet_LT_test.txt'],
      howToGet:
        'Get the lists from https://github.com/facebookresearch/classifier-balancing and the pictures from ' +
        'https://image-net.org, and name their folders in `lists` and `root`.',
      counts: imageNetLongTailCounts,
    },
    options,
  );
}
