import { stat } from 'node:fs/promises';
import { listImageFolder, listImages, type ListedPictures } from '@disalign/classification';

/** Where pictures and their classes come from. */
export interface PictureOptions {
  /**
   * A folder with one folder for each class, or a list file with a `path label` on each line. Segmentation: a folder in the layout of ADE20K.
   * Detection: an annotation file of LVIS or COCO.
   */
  readonly images: string;
  /** Folder that the paths of a list or of annotations are relative to. Default: that of the list. */
  readonly root?: string;
  /** Of a folder: names in class order. Default: those of its own folders. */
  readonly classNames?: readonly string[];
}

/** Pictures of a folder of class folders, or of a list file. Throws as `listImageFolder` and `listImages` do. */
export async function listPictures({ images, root, classNames }: PictureOptions): Promise<ListedPictures> {
  const isFolder = (await stat(images)).isDirectory();
  return isFolder ? listImageFolder(images, classNames) : listImages(images, { root, classes: classNames?.length });
}
