import type { LabelMap } from '@disalign/segmentation';

/** A sign of a scene, as far as it is seen. */
export interface SceneSign {
  readonly label: number;
  /** [H, W] 1 where it is seen. */
  readonly mask: Uint8Array;
  /** Pixels that are seen. */
  readonly area: number;
  /** Around them: left and top, then the sides. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** A painted scene and what is true of it. */
export interface Scene extends LabelMap {
  /** Grey bytes [H, W]. */
  readonly pixels: Uint8Array;
  /** Signs of which a pixel is seen. */
  readonly signs: readonly SceneSign[];
}
