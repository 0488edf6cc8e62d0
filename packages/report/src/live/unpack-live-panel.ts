import {
  parseSafetensors,
  tensorToFloat32,
  tensorToFloat64,
  tensorToInt32,
  type Calibration,
  type StoredTensor,
} from '@disalign/core';
import type { LivePanel } from './live-panel.js';
import type { PackedFacts } from './packed-facts.js';

/** A panel as it was packed: its test rows may be a sample, and are rounded. */
export interface UnpackedPanel extends LivePanel {
  /** Of the test set that the rows were chosen from. */
  readonly allRows: number;
  /** Of each number of features and logits. */
  readonly bits: 16 | 32;
}

/** The panel of the bytes that `packLivePanel` made. */
export function unpackLivePanel(bytes: Uint8Array): UnpackedPanel {
  const { tensors, metadata } = parseSafetensors(bytes, 'live panel');
  const { settings, ...facts } = JSON.parse(metadata.panel) as PackedFacts;
  const numbers = (name: string) => tensorToFloat64(tensorOf(tensors, name));
  const floats = ['features', 'logits'].map((name) => tensorOf(tensors, name));
  return {
    ...facts,
    settings: settings.map(({ choice, form, confidenceForm }, index) => ({
      ...choice,
      calibration: {
        form,
        scale: numbers(`${index}.scale`),
        bias: numbers(`${index}.bias`),
        confidence: tensors.has(`${index}.confidence.weight`)
          ? confidenceOn(numbers(`${index}.confidence.weight`), numbers(`${index}.confidence.bias`)[0], confidenceForm)
          : null,
      },
    })),
    test: {
      features: tensorToFloat32(floats[0]),
      logits: tensorToFloat32(floats[1]),
      labels: tensorToInt32(tensorOf(tensors, 'labels'), { file: 'live panel', field: 'labels' }),
    },
    bits: floats.every(({ dtype }) => dtype === 'F16') ? 16 : 32,
  };
}

/** A confidence layer on raw features. */
function confidenceOn(
  weight: Float64Array,
  bias: number,
  form: PackedFacts['settings'][number]['confidenceForm'],
): Calibration['confidence'] {
  return {
    form,
    weight,
    bias,
    mean: new Float64Array(weight.length),
    deviation: new Float64Array(weight.length).fill(1),
  };
}

function tensorOf(tensors: ReadonlyMap<string, StoredTensor>, name: string): StoredTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new RangeError(`unpackLivePanel: \`${name}\` must be there`);
  return tensor;
}
