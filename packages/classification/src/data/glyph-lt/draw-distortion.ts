import type { Random } from '@disalign/core';

/** Everything that makes one image of a glyph differ from its master. Lengths in pixels of the 32 x 32 image, angles in radians. */
export interface Distortion {
  readonly placement: {
    readonly angle: number;
    readonly scale: number;
    readonly shear: number;
    readonly aspect: number;
    readonly shiftX: number;
    readonly shiftY: number;
  };
  /** Rows and columns bend along a sine. */
  readonly warp: { readonly alongX: Wave; readonly alongY: Wave };
  /** Exponent on the ink (0..1): under 1 strokes look bolder. */
  readonly gamma: number;
  /** Brightness of the paper and, relative to it, of the ink. */
  readonly tone: { readonly darkest: number; readonly contrast: number; readonly darkInk: boolean };
  readonly shading: {
    readonly slopeX: number;
    readonly slopeY: number;
    readonly stripe: Wave;
    readonly stripeAngle: number;
  };
  /** A piece of another glyph that peeks in from the border. */
  readonly clutter?: {
    readonly character: number;
    readonly centreX: number;
    readonly centreY: number;
    readonly shrink: number;
    readonly strength: number;
  };
  /** A thin line across the glyph. */
  readonly line?: {
    readonly angle: number;
    readonly distance: number;
    readonly halfWidth: number;
    readonly tone: number;
  };
  readonly blurSigma: number;
  readonly noise: number;
}

export interface Wave {
  readonly amplitude: number;
  /** Radians a pixel. */
  readonly frequency: number;
  readonly phase: number;
}

/**
 * Draws how one image is distorted. `difficulty` 1 is mild; ranges widen in proportion.
 *
 * @param characters how many characters a piece of clutter is chosen from
 */
export function drawDistortion(random: Random, difficulty: number, characters: number): Distortion {
  const between = (low: number, high: number) => low + (high - low) * random.nextFloat();
  const within = (limit: number) => between(-limit, limit);
  const wave = (limit: number, lowest: number, highest: number): Wave => ({
    amplitude: within(limit),
    frequency: between(lowest, highest),
    phase: between(0, 2 * Math.PI),
  });

  const smallest = 0.72 - 0.1 * (difficulty - 1);
  const placement = {
    angle: random.normal() * ((8.4 * difficulty * Math.PI) / 180),
    scale: smallest * (1.08 / smallest) ** random.nextFloat(),
    shear: within(0.18 * difficulty),
    aspect: Math.exp(within(0.12 * difficulty)),
    shiftX: within(2.2 * difficulty),
    shiftY: within(2.2 * difficulty),
  };
  const warp = { alongX: wave(1.6 * difficulty, 0.15, 0.35), alongY: wave(1.6 * difficulty, 0.15, 0.35) };

  const leastContrast = Math.min(1, 0.28 / difficulty);
  const contrast = between(leastContrast, leastContrast + 0.8 * (1 - leastContrast));
  const tone = { contrast, darkest: between(0, 1 - contrast), darkInk: random.nextFloat() < 0.5 };
  const shadingLimit = 0.18 * difficulty;
  const shading = {
    slopeX: within(shadingLimit),
    slopeY: within(shadingLimit),
    stripe: wave(shadingLimit / 2, 0.2, 1),
    stripeAngle: between(0, 2 * Math.PI),
  };

  const clutter = random.nextFloat() < 0.55 * Math.min(1.5, difficulty) ? drawClutter(random, characters) : undefined;
  const line = random.nextFloat() < 0.25 * difficulty ? drawLine(random) : undefined;
  return {
    placement,
    warp,
    gamma: between(0.55, 1.45),
    tone,
    shading,
    clutter,
    line,
    blurSigma: between(0, 0.9 * difficulty),
    noise: between(0, 0.07 * difficulty),
  };
}

function drawClutter(random: Random, characters: number) {
  const direction = 2 * Math.PI * random.nextFloat();
  const distance = 20 + 4 * random.nextFloat();
  return {
    character: random.nextInt(characters),
    centreX: distance * Math.cos(direction),
    centreY: distance * Math.sin(direction),
    shrink: 1.2 + 0.5 * random.nextFloat(),
    strength: 0.5 + 0.5 * random.nextFloat(),
  };
}

function drawLine(random: Random) {
  return {
    angle: Math.PI * random.nextFloat(),
    distance: 18 * random.nextFloat() - 9,
    halfWidth: 0.8 + 1.2 * random.nextFloat(),
    tone: 0.8 * random.nextFloat(),
  };
}
