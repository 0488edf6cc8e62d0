import { createRandom } from '@disalign/core';
import {
  drawView,
  photographError,
  renderFileInThread,
  type ImageForm,
  type PhotographAugmentation,
  type PhotographPlace,
  type RawImage,
} from '@disalign/core/photographs';

/** Views that are made of pictures. */
export interface ViewPlan {
  readonly images: readonly PhotographPlace[];
  readonly views: number;
  readonly seed: number;
  readonly augmentation: PhotographAugmentation;
}

/**
 * Renders the views of a batch, all at once in the threads of the decoder.
 *
 * @returns the images of each view; none past the end of the list
 * @throws FileFormatError for the first picture in the order of the list that cannot be read
 */
export async function renderViews(
  { images, views, seed, augmentation }: ViewPlan,
  form: ImageForm,
  { start, count }: { readonly start: number; readonly count: number },
): Promise<RawImage[][]> {
  const places = images.slice(start, start + count);
  const render = async (place: PhotographPlace, row: number, view: number) => {
    const drawn = view === 0 ? undefined : drawView(augmentation, createRandom(seed, view, row));
    const rendering = await renderFileInThread({ path: place.path, form, view: drawn });
    if ('problem' in rendering) throw photographError(place, rendering.problem);
    return rendering.image;
  };
  const asked = Array.from({ length: views }, (_, view) => places.map((place, at) => render(place, start + at, view)));
  // All run at once; of several that fail, the first in order is reported, not the first to end.
  await Promise.allSettled(asked.flat());
  return Promise.all(asked.map((images) => Promise.all(images)));
}
