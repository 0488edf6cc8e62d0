import { readFile } from 'node:fs/promises';
import { decodePhotograph } from './decode-photograph.js';
import type { DrawnView } from './draw-view.js';
import type { RawImage } from './raw-image.js';
import { renderImage, type ImageForm } from './render-image.js';

/** One picture to read. A plain value, so that a thread can be asked for it. */
export interface RenderJob {
  readonly path: string;
  /** null: it is only decoded, to see whether it can be. */
  readonly form: ImageForm | null;
  readonly view?: DrawnView;
}

/** What is wrong with a file: the rule that it breaks, and what was found. */
export interface FileProblem {
  readonly expected: string;
  readonly got: string;
}

/** The picture, without its bytes where no form was asked for; or why there is none. */
export type Rendering = { readonly image: RawImage } | { readonly problem: FileProblem };

/** Reads, decodes and renders a picture. Never throws for what lies in a file. */
export async function renderFile({ path, form, view }: RenderJob): Promise<Rendering> {
  let bytes: Uint8Array;
  try {
    // By its bytes, not its path: libvips remembers files by path, and would decode one that has changed as it was.
    bytes = await readFile(path);
  } catch (error) {
    return { problem: { expected: 'a file that can be read', got: messageOf(error) } };
  }
  if (bytes.length === 0) return { problem: { expected: 'a picture', got: 'a file of 0 bytes' } };
  try {
    const image = await decodePhotograph(bytes);
    return { image: form === null ? { ...image, data: new Uint8Array() } : renderImage(image, form, view) };
  } catch (error) {
    return { problem: { expected: 'a picture that can be decoded', got: messageOf(error) } };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim().replaceAll('\n', '; ') : String(error);
}
