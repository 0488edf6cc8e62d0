import { dataFolders } from '@disalign/core/node';
import { findDataFiles } from '../find-data-files.js';
import type { ImageDataSet } from '../image-data-set.js';
import { photographDataSet } from '../photographs/photograph-data-set.js';
import type { PhotographOptions } from '../photographs/photograph-options.js';
import { checkPublishedCounts } from '../published-counts/check-published-counts.js';
import type { PublishedCounts } from '../published-counts/published-counts.js';
import { readImageLists, type ReadImageListsOptions } from './read-image-lists.js';

/** Where a published data set lies, and whether all of it does. */
export interface LongTailListsOptions extends PhotographOptions, Pick<ReadImageListsOptions, 'onWarning'> {
  /** Folder that the paths of the lists are relative to. */
  readonly root?: string;
  /** Folder of the list files. Default: `root`. */
  readonly lists?: string;
  /** Takes lists of other lengths than those published; K is then one more than the largest label of training. Default false. */
  readonly subset?: boolean;
}

/** A data set that is published as three list files. */
export interface PublishedLists {
  readonly name: string;
  /** Default folder, in `$DISALIGN_DATA` or in `data`. */
  readonly folder: string;
  /** Of training, validation and test. */
  readonly files: readonly [string, string, string];
  readonly howToGet: string;
  readonly counts: PublishedCounts;
}

/** Opens a data set that is published as lists, and compares it with what was published. */
export async function longTailLists(
  { name, folder, files, howToGet, counts }: PublishedLists,
  options: LongTailListsOptions,
): Promise<ImageDataSet> {
  const [root] = dataFolders(options.root, folder);
  const lookedIn = dataFolders(options.lists ?? root, folder);
  const [train, validation, test] = await findDataFiles({ dataSet: name, lookedFor: files, lookedIn, howToGet });
  const { subset = false, onWarning } = options;
  const classes = subset ? undefined : counts.classes;
  const listed = await readImageLists({ name, root, lists: { train, validation, test }, classes, onWarning });
  if (!subset) checkPublishedCounts(listed, counts);
  return photographDataSet(listed, options);
}
