import { dataFolders, decodeFile } from '@disalign/core/node';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDataFiles } from '../find-data-files.js';
import type { ImageDataSet } from '../image-data-set.js';
import { photographDataSet, type ListedPhotographs } from '../photographs/photograph-data-set.js';
import type { PhotographOptions } from '../photographs/photograph-options.js';
import { checkPublishedCounts } from '../published-counts/check-published-counts.js';
import { iNaturalist2018Counts } from '../published-counts/published-counts.js';
import { parseINaturalist, type ParsedINaturalist } from './parse-inaturalist.js';

export interface INaturalist2018Options extends PhotographOptions {
  /** Default: `inaturalist-2018` in `$DISALIGN_DATA`, or in `data`. */
  readonly root?: string;
  /** Takes files that list other numbers of images and categories than those published. Default false. */
  readonly subset?: boolean;
}

/**
 * iNaturalist 2018: 8142 species of 1000 to 2 training images, 437,513 in all, and 3 of each for validation.
 *
 * `root` holds `train2018.json`, `val2018.json` and the folder `train_val2018`. Labels of the test set were never published: results are
 * those of `validation`, and `test` is empty. All counts must be those published. Pictures are decoded when they are read, in threads.
 *
 * @throws MissingDataSetError when the files are not here
 * @throws FileFormatError naming file and entry, for files that are not laid out so, and pictures that are not there; while reading, for
 * those that cannot be decoded
 * @throws RangeError for options out of range, or counts other than published, each of them named
 *
 * @example
 * ```ts
 * import { iNaturalist2018, MissingDataSetError } from '@disalign/classification';
 * try {
 *   const data = await iNaturalist2018({ root: '/data/inaturalist' });
 *   console.log(data.trainCounts);
 * } catch (error) {
 *   if (!(error instanceof MissingDataSetError)) throw error;
 *   console.log(error.message); // what was looked for, where, and how to get it
 * }
 * ```
 */
export async function iNaturalist2018(options: INaturalist2018Options = {}): Promise<ImageDataSet> {
  const [root] = dataFolders(options.root, 'inaturalist-2018');
  const [trainFile, validationFile] = await findDataFiles({
    dataSet: 'iNaturalist 2018',
    lookedFor: ['train2018.json', 'val2018.json'],
    lookedIn: [root],
    howToGet:
      'Unpack the archives from https://github.com/visipedia/inat_comp/tree/master/2018, and name the folder in `root`.',
  });
  const train = parseINaturalist(await readJson(trainFile), { file: trainFile });
  const { categories } = train;
  const validation = parseINaturalist(await readJson(validationFile), { file: validationFile, categories });
  const place = ({ images }: ParsedINaturalist) =>
    images.map(({ path, label, origin }) => ({ path: join(root, path), label, origin }));
  const listed: ListedPhotographs = {
    name: 'iNaturalist 2018',
    classNames: [...categories.values()],
    records: { train: place(train), validation: place(validation), test: [] },
  };
  if (options.subset !== true) checkPublishedCounts(listed, iNaturalist2018Counts);
  return photographDataSet(listed, options);
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  return decodeFile(path, 'JSON', () => JSON.parse(text) as unknown);
}
