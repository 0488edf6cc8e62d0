import { describe, expect, it } from 'vitest';
import { centerCrop } from './center-crop.js';
import { noisePicture, photographGoldens, sha256 } from './fixtures/photograph-goldens.js';
import { resizeBytes } from './resize-bytes.js';
import { resizedSize } from './resized-size.js';

describe('centerCrop', () => {
  it('cuts halves to the even pixel', () => {
    // (259 - 224) / 2 = 17.5 -> 18, (256 - 224) / 2 = 16
    expect(centerCrop({ height: 256, width: 259 }, { height: 224, width: 224 })).toEqual({
      top: 16,
      left: 18,
      height: 224,
      width: 224,
    });
  });

  it.each(photographGoldens.centers)(
    'equals torchvision for $height x $width at $resize, $crop',
    ({ height, width, resize, crop, resized, part, sha256: digest }) => {
      const size = resizedSize({ height, width }, { shorter: resize });
      expect(size).toEqual(resized);
      expect(centerCrop(size, { height: crop, width: crop })).toEqual(part);
      const picture = noisePicture(height, { height, width });
      expect(sha256(resizeBytes(picture, { ...size, part }).data)).toBe(digest);
    },
  );
});
