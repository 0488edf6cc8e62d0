import type { PixelCounts } from '@disalign/segmentation';
import type { SceneClass } from './scene-class.js';

/** The table of classes of ADE20K for painted scenes, as `parseObjectInfo` reads it; the share of pixels is that in training. */
export function objectInfoText(
  classes: readonly Pick<SceneClass, 'name'>[],
  { training, validation }: { readonly training: PixelCounts; readonly validation: PixelCounts },
): string {
  const total = training.pixels.reduce((sum, pixels) => sum + pixels, training.unlabelled);
  const rows = classes.map(({ name }, k) => {
    const ratio = (training.pixels[k] / total).toFixed(4);
    return [k + 1, ratio, training.imagesOfClass[k], validation.imagesOfClass[k], name].join('\t');
  });
  return `${['Idx\tRatio\tTrain\tVal\tName', ...rows].join('\n')}\n`;
}
