import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { ALIGN_SUMS } from '../kernel-contract.js';
import { type BlockSizes, blockUniforms } from './block-sizes.js';
import { calibrationCode, confidenceKey, featureNames } from './calibration-code.js';
import type { KernelSizes } from './kernel-sizes.js';
import { vectorCode } from './vector-code.js';
import { workgroupReductions } from './workgroup-reductions.js';

/**
 * First step of loss and gradients, a workgroup for each block of rows: (logits, theta, labels, selection, class weights,
 * features) to the sums over the block, [blocks, theta's size + 4]. Each invocation holds its columns of a row, of the
 * parameters and of the gradients, so that a row is read once.
 */
export function alignBlocksProgram(sizes: KernelSizes, blocks: BlockSizes): WebGPUProgram {
  const { width, invocations, heldClasses, heldFeatures } = blocks;
  const variableNames = ['logits', 'theta', 'labels', 'selection', 'classWeights', ...featureNames(sizes)];
  return {
    variableNames,
    variableComponents: variableNames.map((name) => (name === 'logits' || name === 'features' ? width : 1)),
    outputShape: [blocks.blocks, sizes.parameters + ALIGN_SUMS],
    workgroupSize: [invocations, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [blocks.blocks, 1, 1],
    uniforms: blockUniforms,
    shaderKey: `disalignBlocks_${[confidenceKey(sizes), width, heldClasses, heldFeatures].join('_')}`,
    getUserCode: () =>
      [workgroupReductions(invocations), calibrationCode, vectorCode[width], main(sizes, blocks)].join('\n'),
  };
}

function main(sizes: KernelSizes, { heldClasses, heldFeatures }: BlockSizes): string {
  const confidence = sizes.featureSize > 0 ? confidenceOfFeatures : confidenceOfNone(sizes);
  return `
    const heldClasses = ${heldClasses};
    const heldFeatures = ${heldFeatures};

    // The first of the columns that a held vector stands for.
    fn columnOf(held : i32) -> i32 { return width * (i32(localIndex) + held * workgroupSize); }

    fn main(index : i32) {
      let block = i32(workgroupId.x);
      let classes = uniforms.classes;
      var scaleChange : array<Vector, heldClasses>;
      var bias : array<Vector, heldClasses>;
      var byScale : array<Vector, heldClasses>;
      var byBias : array<Vector, heldClasses>;
      for (var i = 0; i < heldClasses; i++) {
        let k = columnOf(i);
        if (k < classes) {
          scaleChange[i] = thetaAt(k);
          bias[i] = thetaAt(classes + k);
        }
      }
      ${confidence.hold}
      var scoreSum = 0.0;
      var statistics = vec4<f32>(0.0);

      for (var blockRow = 0; blockRow < uniforms.rowsPerBlock; blockRow++) {
        ${readRow}
        ${confidence.readRow}
        ${confidence.ofRow}
        ${exponentialsOfRow}
        if (isCounted) { statistics += vec4<f32>(0.0, 0.0, 1.0, confidence.x); }
        // An ignored row may hold anything.
        if (rowWeight != 0.0) {
          ${addRow}
          ${confidence.addRow}
        }
      }

      let at = block * (uniforms.parameters + ${ALIGN_SUMS});
      for (var i = 0; i < heldClasses; i++) {
        let k = columnOf(i);
        if (k < classes) {
          write(at + k, byScale[i]);
          write(at + classes + k, byBias[i]);
        }
      }
      ${confidence.write}
      if (localIndex == 0u) {
        for (var i = 0; i < ${ALIGN_SUMS}; i++) { result[at + uniforms.parameters + i] = statistics[i]; }
      }
    }
  `;
}

/** All that is read of a row, before the first barrier: so that memory is waited for once. */
const readRow = `
  let place = block * uniforms.rowsPerBlock + blockRow;
  let row = selection[min(place, uniforms.rows - 1)];
  let isCounted = place < uniforms.rows && labels[row] >= 0;
  let label = max(labels[row], 0);
  let labelLogit = logitAt(row * classes + label);
  let rowWeight = select(0.0, classWeights[label], isCounted);
  var logit : array<Vector, heldClasses>;
  for (var i = 0; i < heldClasses; i++) {
    let k = columnOf(i);
    logit[i] = Vector(lowest);
    if (k < classes) { logit[i] = logits[(row * classes + k) / width]; }
  }
`;

/** Exponentials of the calibrated logits off the label; with their sum p - 1 at the label keeps its digits where p is near 1. */
const exponentialsOfRow = `
  var exponential : array<Vector, heldClasses>;
  var part = -3.4e38;
  for (var i = 0; i < heldClasses; i++) {
    let isAbsent = logit[i] <= Vector(lowest);
    logit[i] = select(logit[i], Vector(lowest), isAbsent);
    let calibrated = (1.0 + confidence.x * scaleChange[i]) * logit[i] + confidence.x * bias[i];
    exponential[i] = select(calibrated, Vector(-3.4e38), isAbsent);
    part = max(part, largestOf(exponential[i]));
  }
  let highest = workgroupMax(part);

  // A calibrated logit is its logit plus confidence times change. Changes are taken relative to the label's before they are
  // averaged, as only the difference counts.
  let labelChange = theta[label] * labelLogit + theta[classes + label];
  var parts = vec2<f32>(0.0);
  for (var i = 0; i < heldClasses; i++) {
    exponential[i] = select(exp(exponential[i] - highest), Vector(0.0), isAt(columnOf(i), label));
    let change = scaleChange[i] * logit[i] + bias[i] - labelChange;
    parts += vec2<f32>(sumOf(exponential[i]), sumOf(exponential[i] * change));
  }
  let sums = workgroupSums(parts);
`;

/** Gradients by scale and bias: g c z and g c, with g = weight (p - [class = label]). */
const addRow = `
  // As it was computed for the largest, so that they are equal where they are the same logit.
  let labelCalibrated = (1.0 + confidence.x * theta[label]) * labelLogit + confidence.x * theta[classes + label];
  let total = sums.x + exp(labelCalibrated - highest);
  let perExponential = rowWeight / total;
  let atLabel = -rowWeight * (sums.x / total);
  for (var i = 0; i < heldClasses; i++) {
    let byLogit = select(perExponential * exponential[i], Vector(atLabel), isAt(columnOf(i), label));
    byScale[i] += byLogit * confidence.x * logit[i];
    byBias[i] += byLogit * confidence.x;
  }
  let byScore = rowWeight * (sums.y / total) * confidence.y;
  scoreSum += byScore;
  statistics += vec4<f32>(rowWeight * (log(total) + (highest - labelCalibrated)), rowWeight, 0.0, 0.0);
`;

/** What the confidence layer adds to the program. */
interface ConfidenceCode {
  /** Declares what is held from row to row. */
  readonly hold: string;
  readonly readRow: string;
  /** Computes `confidence`, c and its slope. */
  readonly ofRow: string;
  readonly addRow: string;
  readonly write: string;
}

const confidenceOfFeatures: ConfidenceCode = {
  hold: `
    let weights = 2 * classes;
    var weight : array<Vector, heldFeatures>;
    var byWeight : array<Vector, heldFeatures>;
    for (var i = 0; i < heldFeatures; i++) {
      let d = columnOf(i);
      if (d < uniforms.featureSize) { weight[i] = thetaAt(weights + d); }
    }
  `,
  readRow: `
    var feature : array<Vector, heldFeatures>;
    for (var i = 0; i < heldFeatures; i++) {
      let d = columnOf(i);
      if (d < uniforms.featureSize) { feature[i] = features[(row * uniforms.featureSize + d) / width]; }
    }
  `,
  ofRow: `
    var score = 0.0;
    for (var i = 0; i < heldFeatures; i++) { score += sumOf(weight[i] * feature[i]); }
    let confidence = sigmoid(workgroupSum(score) + theta[uniforms.parameters - 1]);
  `,
  addRow: 'for (var i = 0; i < heldFeatures; i++) { byWeight[i] += byScore * feature[i]; }',
  write: `
    for (var i = 0; i < heldFeatures; i++) {
      let d = columnOf(i);
      if (d < uniforms.featureSize) { write(at + weights + d, byWeight[i]); }
    }
    if (localIndex == 0u) { result[at + uniforms.parameters - 1] = scoreSum; }
  `,
};

/** Of a layer that is its bias alone, or of no layer. */
function confidenceOfNone({ hasConfidence }: KernelSizes): ConfidenceCode {
  return {
    hold: '',
    readRow: '',
    ofRow: hasConfidence
      ? 'let confidence = sigmoid(theta[uniforms.parameters - 1]);'
      : 'let confidence = vec2<f32>(1.0, 0.0);',
    addRow: '',
    write: hasConfidence ? 'if (localIndex == 0u) { result[at + uniforms.parameters - 1] = scoreSum; }' : '',
  };
}
