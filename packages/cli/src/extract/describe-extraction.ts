import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { completePreprocessing, type FeatureModelOptions } from '@disalign/onnx';

/** What rows depend on besides the drawing: shards of another model or preprocessing are not continued. */
export async function describeExtraction({
  model,
  preprocessing,
  classifier,
  features,
  classes,
  provider = 'cpu',
}: FeatureModelOptions) {
  const complete = { ...completePreprocessing(preprocessing), form: undefined };
  return {
    model: await hashFile(model),
    preprocessing: complete,
    choice: { classifier, features, classes },
    provider,
  };
}

/** SHA-256 of the bytes of a file, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
