import fastGlob from 'fast-glob';

const pictures = '*/*.{jpg,jpeg,png,webp,avif,gif,tif,tiff}';

/** Pictures of a folder of class folders, by the name of their class. Names and pictures are in the order of their UTF-16 codes. */
export async function listClassImages(root: string): Promise<Map<string, string[]>> {
  const [folders, files] = await Promise.all([
    fastGlob('*', { cwd: root, onlyDirectories: true }),
    fastGlob(pictures, { cwd: root, absolute: false, caseSensitiveMatch: false }),
  ]);
  const imagesOfClass = new Map(folders.sort().map((name): [string, string[]] => [name, []]));
  for (const file of files.sort()) imagesOfClass.get(file.slice(0, file.indexOf('/')))?.push(file);
  return imagesOfClass;
}
