import type { Texture } from './texture.js';

/** The place that regions of a texture take: what nothing else covers, or ellipses of about this size in pixels. */
export type StuffRegion = 'background' | { readonly halfWidth: number; readonly halfHeight: number };

/** A class of which regions are textures, without a shape of their own. */
export interface StuffClass {
  readonly kind: 'stuff';
  readonly name: string;
  readonly texture: Texture;
  readonly region: StuffRegion;
}

/** A class of opaque signs, round or square, each with the class' character on it; the whole sign is of the class. */
export interface SignClass {
  readonly kind: 'sign';
  readonly name: string;
  /** Row among the characters of the glyph masters. */
  readonly character: number;
  /** Least and largest, in pixels. */
  readonly diameter: readonly [number, number];
}

/** What a class of a scene looks like. */
export type SceneClass = StuffClass | SignClass;
