import { NO_CLASS } from '@disalign/segmentation';

/** A scene while it is painted: what is painted later covers what was painted before. */
export interface Canvas {
  /** Of the square, in pixels. */
  readonly side: number;
  /** [side, side], around 0 to 1. */
  readonly brightness: Float32Array;
  /** [side, side] classes, or `NO_CLASS`. */
  readonly labels: Uint8Array;
  /** [side, side] which sign is seen, in the order of painting; -1: none. */
  readonly signs: Int16Array;
}

/** What a region gets. */
export interface Paint {
  readonly label: number;
  /** Default -1: no sign. */
  readonly sign?: number;
  readonly brightnessAt: (x: number, y: number) => number;
}

/** A canvas without a class anywhere. */
export function createCanvas(side: number): Canvas {
  const pixels = side * side;
  return {
    side,
    brightness: new Float32Array(pixels),
    labels: new Uint8Array(pixels).fill(NO_CLASS),
    signs: new Int16Array(pixels).fill(-1),
  };
}

/** Paints the pixels of a region. */
export function paintRegion(
  { side, brightness, labels, signs }: Canvas,
  contains: (x: number, y: number) => boolean,
  { label, sign = -1, brightnessAt }: Paint,
): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!contains(x, y)) continue;
      const pixel = y * side + x;
      brightness[pixel] = brightnessAt(x, y);
      labels[pixel] = label;
      signs[pixel] = sign;
    }
  }
}

/** An ellipse somewhere on the canvas, as a test of its pixels. */
export function ellipse(
  { halfWidth, halfHeight }: { readonly halfWidth: number; readonly halfHeight: number },
  centre: { readonly x: number; readonly y: number },
): (x: number, y: number) => boolean {
  return (x, y) => ((x - centre.x) / halfWidth) ** 2 + ((y - centre.y) / halfHeight) ** 2 < 1;
}
