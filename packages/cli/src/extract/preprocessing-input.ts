import {
  completePreprocessing,
  preprocessingPresets,
  type Preprocessing,
  type PreprocessingPreset,
} from '@disalign/onnx';
import { z } from 'zod';

const presets = Object.keys(preprocessingPresets) as [PreprocessingPreset, ...PreprocessingPreset[]];

/** Preprocessing as it is written down: the name of a preset, or its own. */
export const preprocessingInputSchema = z.union([
  z.enum(presets),
  z
    .custom<Preprocessing>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
      message: 'Invalid input: expected the settings of a preprocessing',
      abort: true,
    })
    .superRefine((value, context) => {
      try {
        completePreprocessing(value);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const [, key = '', rule = error.message] = /^preprocessing: `(.+?)`: (.*)$/.exec(error.message) ?? [];
        const path = key === '' || key === 'preprocessing' ? [] : key.split('.');
        context.addIssue({ code: 'custom', path, message: `expected other (${rule})` });
      }
    }),
]);
