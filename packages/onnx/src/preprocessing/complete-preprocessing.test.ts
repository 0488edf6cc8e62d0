import { describe, expect, it } from 'vitest';
import { completePreprocessing } from './complete-preprocessing.js';
import { preprocessingPresets, type Preprocessing, type PreprocessingPreset } from './preprocessing.js';

const presets = Object.keys(preprocessingPresets) as PreprocessingPreset[];

describe('completePreprocessing', () => {
  it.each(presets)('completes the preset %s, by name and as data', (name) => {
    const complete = completePreprocessing(name);
    expect(completePreprocessing(JSON.parse(JSON.stringify(preprocessingPresets[name])) as Preprocessing)).toEqual(
      complete,
    );
    expect(complete.mean).toHaveLength(3);
    expect(complete.form.channels).toBe(3);
  });

  it('fills in what is left out', () => {
    expect(completePreprocessing({ resize: null, channels: 'grey' })).toEqual({
      resize: null,
      interpolation: 'bilinear',
      crop: null,
      channels: 'grey',
      scale: 1 / 255,
      mean: [0],
      std: [1],
      layout: 'NCHW',
      padTo: 1,
      form: { channels: 1, resize: null, crop: null, interpolation: 'bilinear' },
    });
  });

  it.each<[string, object, string]>([
    ['an unknown key', { resize: null, gamma: 2 }, 'Unrecognized key: "gamma"'],
    ['a rule of two kinds', { resize: { shorter: 3, long: 4 } }, '`resize`'],
    ['another number of means', { resize: null, mean: [1] }, '`mean`: must have 3 numbers, one a channel, got 1'],
    ['a deviation of 0', { resize: null, std: [1, 0, 1] }, '`std`: must be positive, got 1, 0, 1'],
    ['a crop of pictures of any size', { resize: null, crop: { height: 4, width: 4 } }, '`crop`: must have a `resize`'],
    [
      'a crop that is larger',
      { resize: { shorter: 32 }, crop: { height: 33, width: 4 } },
      '`crop`: must fit into 32 x 32, to which pictures are resized, got 4 x 33',
    ],
  ])('refuses %s', (_, preprocessing, message) => {
    expect(() => completePreprocessing(preprocessing as Preprocessing)).toThrow(message);
    expect(() => completePreprocessing(preprocessing as Preprocessing)).toThrow(RangeError);
  });

  it('lists the presets where a name is none', () => {
    expect(() => completePreprocessing('keras' as PreprocessingPreset)).toThrow(
      'the preset must be one of torchvision, timm, mmseg, detectron2, got keras',
    );
  });
});
