/** One font of the glyph masters: a family in one weight, on one side of the split. */
export interface GlyphFont {
  readonly family: string;
  readonly weight: number;
  readonly split: 'train' | 'validation' | 'test';
}

/** Every character in every font, drawn once: the ink masks that Glyph-LT distorts into images. */
export interface GlyphMasters {
  /** Side of a mask in pixels. */
  readonly size: number;
  readonly characters: readonly string[];
  readonly fonts: readonly GlyphFont[];
  /** Ink [fonts, characters, size, size] in 0..255; 0 is paper. */
  readonly ink: Uint8Array;
}
