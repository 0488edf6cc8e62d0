import type { Random } from '@disalign/core';

/** Left, top, right, bottom in pixels. */
export type Corners = readonly [left: number, top: number, right: number, bottom: number];

/** How many proposals an image has, and how large it is. */
export interface DrawProposalsOptions {
  /** Of the square image, in pixels. */
  readonly side: number;
  readonly random: Random;
}

/** Proposals around each object. */
const NEAR = 4;
/** Proposals anywhere. */
const ANYWHERE = 24;
/** Deviations of the shift, in sides of the object, and of the logarithm of the sides. */
const JITTER = { shift: 0.1, size: 0.14 };
const ANYWHERE_SIDES = [16, 56] as const;

/**
 * Proposals that know nothing of classes, in place of a proposal network: four around each object, shifted and resized at random, and 24
 * anywhere. They are given to every detector alike.
 *
 * @returns corners [R, 4], cut at the border of the image
 */
export function drawProposals(objects: readonly Corners[], { side, random }: DrawProposalsOptions): Float32Array {
  const near = objects.flatMap((object) => Array.from({ length: NEAR }, () => jitter(object, random)));
  const anywhere = Array.from({ length: ANYWHERE }, (): Corners => {
    const [width, height] = [0, 0].map(
      () => ANYWHERE_SIDES[0] + (ANYWHERE_SIDES[1] - ANYWHERE_SIDES[0]) * random.nextFloat(),
    );
    const [left, top] = [(side - width) * random.nextFloat(), (side - height) * random.nextFloat()];
    return [left, top, left + width, top + height];
  });
  const cut = (value: number) => Math.min(side, Math.max(0, value));
  return Float32Array.from([...near, ...anywhere].flat(), cut);
}

function jitter([left, top, right, bottom]: Corners, random: Random): Corners {
  const [width, height] = [right - left, bottom - top];
  const x = (left + right) / 2 + JITTER.shift * width * random.normal();
  const y = (top + bottom) / 2 + JITTER.shift * height * random.normal();
  const [w, h] = [width, height].map((length) => length * Math.exp(JITTER.size * random.normal()));
  return [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
}
