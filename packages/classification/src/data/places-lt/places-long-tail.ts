import type { ImageDataSet } from '../image-data-set.js';
import { longTailLists, type LongTailListsOptions } from '../image-lists/long-tail-lists.js';
import { placesLongTailCounts } from '../published-counts/published-counts.js';

/**
 * Places-LT (Liu et al. 2019): 365 scenes of 4980 to 5 training images, 62,500 in all; 20 of each class for validation, 100 for test.
 *
 * `root` (default: `places-lt` in `$DISALIGN_DATA`, or in `data`) holds the pictures of Places365 as the lists name them, such as
 * `train/airfield/00004851.jpg`; `lists` (default: `root`) holds `Places_LT_train.txt`, `Places_LT_val.txt` and `Places_LT_test.txt`.
 * All counts must be those published. Pictures are decoded when they are read, in threads.
 *
 * @throws MissingDataSetError when the lists are not here
 * @throws FileFormatError naming list and line, as `imageLists`
 * @throws RangeError for options out of range, or counts other than published, each of them named
 *
 * @example
 * ```ts
 * import { placesLongTail, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await placesLongTail({ root: '/data/places365', lists: '/data/Places_LT' });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function placesLongTail(options: LongTailListsOptions = {}): Promise<ImageDataSet> {
  return longTailLists(
    {
      name: 'Places-LT',
      folder: 'places-lt',
      files: ['Places_LT_train.txt', 'Places_LT_val.txt', 'Places_LT_test.txt'],
      howToGet:
        'Get the lists from https://github.com/facebookresearch/classifier-balancing and the pictures from ' +
        'http://places2.csail.mit.edu, and name their folders in `lists` and `root`.',
      counts: placesLongTailCounts,
    },
    options,
  );
}
