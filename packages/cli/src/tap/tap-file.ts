import { tapModel } from '@disalign/onnx';

/** Writes the tapped model, and says which outputs it has got. */
export async function tapFile(model: string, output: string, options: Parameters<typeof tapModel>[2]) {
  const { features, logits, further, classifier } = await tapModel(model, output, options);
  const { classes, featureSize } = classifier;
  return { output, features, logits, further, classes, featureSize };
}
