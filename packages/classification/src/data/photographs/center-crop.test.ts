import { describe, expect, it } from 'vitest';
import { centerCrop } from './center-crop.js';
import { noisePicture, photographGoldens, sha256 } from './fixtures/photograph-goldens.js';
import { resizeBytes } from './resize-bytes.js';

describe('centerCrop', () => {
  it('resizes the shorter side and cuts halves to the even pixel', () => {
    // 256 * 259 / 256 = 259 wide; (259 - 224) / 2 = 17.5 -> 18, (256 - 224) / 2 = 16
    expect(centerCrop({ height: 256, width: 259 }, { resize: 256, height: 224, width: 224 })).toEqual({
      height: 256,
      width: 259,
      part: { top: 16, left: 18, height: 224, width: 224 },
    });
  });

  it.each(photographGoldens.centers)(
    'equals torchvision for $height x $width at $resize, $crop',
    ({ height, width, resize, crop, resized, part, sha256: digest }) => {
      const request = centerCrop({ height, width }, { resize, height: crop, width: crop });
      expect(request).toEqual({ ...resized, part });
      expect(sha256(resizeBytes(noisePicture(height, { height, width }), request).data)).toBe(digest);
    },
  );
});
