import {
  encodeSafetensors,
  float32ToFloat16,
  foldStandardization,
  type Calibration,
  type StoredTensor,
} from '@disalign/core';
import type { LivePanel } from './live-panel.js';
import type { PackedFacts } from './packed-facts.js';
import { sampleTestRows } from './sample-test-rows.js';

// N rows, K classes, D features.

/** The largest half. */
const LARGEST_HALF = 65504;

/**
 * A live panel as bytes for a page, a safetensors file: test rows no larger than `maxBytes`, features and logits as float16 (float32
 * where they are too large for it), calibrations in float64 on raw features.
 */
export function packLivePanel(panel: LivePanel, maxBytes: number): Uint8Array {
  const { classNames, counts, groups, settings, initial, test } = panel;
  const classes = classNames.length;
  const { features, logits, labels } = sampleTestRows(test, classes, maxBytes);
  const rows = labels.length;
  const tensors: Record<string, StoredTensor> = {
    features: packNumbers(features, [rows, features.length / rows]),
    logits: packNumbers(logits, [rows, classes]),
    labels: { dtype: 'I32', shape: [rows], data: labels },
  };
  for (const [index, { calibration }] of settings.entries()) {
    for (const [name, data] of Object.entries(calibrationArrays(calibration))) {
      tensors[`${index}.${name}`] = { dtype: 'F64', shape: [data.length], data };
    }
  }
  const facts: PackedFacts = {
    ...{ classNames, counts, groups, initial },
    settings: settings.map(({ calibration, ...choice }) => ({
      choice,
      form: calibration.form,
      confidenceForm: calibration.confidence?.form,
    })),
    allRows: test.labels.length,
  };
  return encodeSafetensors(tensors, { panel: JSON.stringify(facts) });
}

function packNumbers(values: Float32Array, shape: number[]): StoredTensor {
  const fits = values.every((value) => Math.abs(value) <= LARGEST_HALF);
  if (!fits) return { dtype: 'F32', shape, data: values };
  return { dtype: 'F16', shape, data: Uint16Array.from(values, float32ToFloat16) };
}

function calibrationArrays({ scale, bias, confidence }: Calibration): Record<string, Float64Array> {
  if (confidence === null) return { scale, bias };
  const folded = foldStandardization(confidence);
  return { scale, bias, 'confidence.weight': folded.weight, 'confidence.bias': Float64Array.of(folded.bias) };
}
