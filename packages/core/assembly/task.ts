// K classes, D features. The module owns no memory: no static data, no allocation; whoever calls lends it.

/** What loss and gradients are computed from. A caller lays it down in memory, four bytes a field, in this order. */
@unmanaged
export class Task {
  /** float32 [N, D] */
  features: usize;
  /** float32 [N, K] */
  logits: usize;
  /** int32 [N]; negative: ignored. */
  labels: usize;
  /** int32 [B]: rows of the batch. */
  selection: usize;
  /** float32 [K] */
  classWeights: usize;
  /** float32, as `layParameters` lays it. */
  parameters: usize;
  classes: i32;
  featureSize: i32;
  hasConfidence: i32;
}

/** Bytes of float32 in whole vectors. */
export function padded(length: i32): usize {
  return (((<usize>length) << 2) + 15) & ~15;
}

/** Bytes of the parameters in whole vectors: scale change K | bias K | confidence weight D | confidence bias. */
export function parameterBytes(classes: i32, featureSize: i32): usize {
  return 2 * padded(classes) + padded(featureSize) + 16;
}

/** Lays theta, the same without gaps, at `task.parameters`. What is between keeps its 0. */
export function layParameters(task: Task, theta: usize): void {
  const classBytes = (<usize>task.classes) << 2;
  const featureBytes = (<usize>task.featureSize) << 2;
  const stride = padded(task.classes);
  const to = task.parameters;
  memory.copy(to, theta, classBytes);
  memory.copy(to + stride, theta + classBytes, classBytes);
  // And the bias of the confidence layer.
  if (task.hasConfidence) {
    const weight = theta + 2 * classBytes;
    memory.copy(to + 2 * stride, weight, featureBytes);
    store<f32>(to + 2 * stride + padded(task.featureSize), load<f32>(weight + featureBytes));
  }
}
