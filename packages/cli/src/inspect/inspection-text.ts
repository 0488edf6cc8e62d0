import type { ModelInspection, ModelTensor } from '@disalign/onnx';
import type { Colors } from '../command-line/colors.js';
import { verdictTable } from '../evaluate/verdict-table.js';
import type { CalibrationFacts, FeatureFacts, FileInspection } from './inspect-file.js';

/** What `disalign inspect` prints for people. */
export function inspectionText(inspection: FileInspection, colors: Colors): string {
  const { heading, lines } = describe(inspection);
  return [colors.heading(`${inspection.path}: ${heading}`), ...lines].join('\n');
}

interface Description {
  readonly heading: string;
  readonly lines: readonly string[];
}

function describe(inspection: FileInspection): Description {
  if (inspection.kind === 'model') return describeModel(inspection.model);
  if (inspection.kind === 'calibration') return describeCalibration(inspection.calibration);
  return describeFeatures(inspection.features);
}

function describeModel(model: ModelInspection): Description {
  const { producer, opset, irVersion, nodes, inputs, outputs, classifiers, dead, externalFiles, metadata } = model;
  const isCalibrated = 'disalign.version' in metadata;
  return {
    heading: `ONNX model of ${producer || 'an unknown producer'}, opset ${opset}, IR ${irVersion}, ${nodes} nodes`,
    lines: [
      ...inputs.map((tensor) => `input       ${tensorText(tensor)}`),
      ...outputs.map((tensor) => `output      ${tensorText(tensor)}`),
      ...externalFiles.map((file) => `weights in  ${file}`),
      ...classifiers.map(({ tensor, operation, classes, featureSize, isCosine, elementType, outputs: reached }) => {
        const kind = `${isCosine ? 'cosine ' : ''}${operation}, ${elementType}`;
        return `classifier  ${tensor}: ${classes} classes of ${featureSize} features (${kind}), reaches ${reached.join(', ')}`;
      }),
      ...(classifiers.length === 0 ? [`no classifier: the way back from the outputs ends at ${dead.join(', ')}`] : []),
      ...(isCalibrated ? [`calibrated at ${metadata['disalign.tensor']}`] : []),
    ],
  };
}

function tensorText({ name, elementType, shape }: ModelTensor): string {
  return `${name} ${elementType} ${shape ? `[${shape.map((size) => size ?? '?').join(', ')}]` : 'of any shape'}`;
}

function describeCalibration({ form, classes, featureSize, fit, classNames }: CalibrationFacts): Description {
  const confidence = featureSize === null ? 'without a confidence layer' : `confidence of ${featureSize} features`;
  const names = classNames
    ? [`classes     ${classNames.slice(0, 8).join(', ')}${classNames.length > 8 ? ', …' : ''}`]
    : [];
  return {
    heading: `calibration of ${classes} classes (${form}), ${confidence}`,
    lines: [
      ...names,
      ...(fit === null
        ? ['not fitted']
        : [`fitted      rho ${fit.settings.rho}, ${fit.settings.optimizer.kind}, ${fit.kernel}`]),
      ...(fit?.metrics ? ['', verdictTable(fit.metrics), '', fit.metrics.message] : []),
    ],
  };
}

function describeFeatures({ rows, featureSize, classes, views, ignored, counts }: FeatureFacts): Description {
  const sorted = [...counts].sort((a, b) => b - a);
  return {
    heading: `${rows.toLocaleString('en-US')} rows, ${featureSize} features, ${classes} logits, ${views} view${views === 1 ? '' : 's'}`,
    lines: [
      `largest class ${sorted[0]} rows, smallest ${sorted[sorted.length - 1]}, ${sorted.filter((count) => count === 0).length} without any`,
      ...(ignored === 0 ? [] : [`${ignored} rows are ignored`]),
    ],
  };
}
