import { FileFormatError, type StoredTensorOf } from '@disalign/core';
import { openSafetensors, type SafetensorsFile } from '@disalign/core/node';
import { IMAGENET_STATISTICS, type ChannelStatistics } from '@disalign/core/photographs';
import type { Backbone } from '../backbones/backbone.js';
import type { StoredParameters } from '../backbones/layers/layer.js';
import { toChannelsLast } from '../backbones/layers/to-channels-last.js';
import { standardizeChannels } from '../data/standardize-channels.js';
import { checkNames, readFloats } from './read-floats.js';
import { runClassifier, type RunningClassifier } from './run-classifier.js';
import type { ClassifierHead } from './trained-classifier.js';

// N images, D features, K classes.

/** The head in a file of weights: `<name>.weight` [K, D]; linear with `<name>.bias` [K], where there is one. */
export type FrozenHead = {
  readonly classes: number;
  /** Default `fc`, as in torchvision. */
  readonly name?: string;
} & ({ readonly kind: 'linear' } | { readonly kind: 'cosine'; readonly scale: number });

/** What a file of weights belongs to. */
export interface FrozenClassifierOptions {
  readonly backbone: Backbone;
  /** null: features alone; a head that the file holds is left where it is. Default null. */
  readonly head?: FrozenHead | null;
  /** Height and width of the images, in pixels. Default 224 x 224. */
  readonly size?: { readonly height: number; readonly width: number };
  /** How bytes are standardised. Default: by the channels of ImageNet. */
  readonly statistics?: ChannelStatistics;
}

/**
 * Loads a network that was trained in PyTorch, and puts it on the active backend: batch normalisation is in evaluation mode, folded into the
 * convolutions. The file is a state dict in safetensors, with torchvision's names and shapes (`conv1.weight` [F, C, k, k], `bn1.running_mean`,
 * `layer1.0.conv2.weight`, `layer1.0.downsample.0.weight`, `fc.weight`); `num_batches_tracked` is not needed, and not minded.
 *
 * @throws FileFormatError naming file and tensor, when one is missing, too many, or has another shape; what the file system throws
 *
 * @example
 * ```ts
 * import { extractFeatures, loadFrozenClassifier, resNet, type ImageDataSet } from '@disalign/classification';
 * async function featuresOf({ splits }: ImageDataSet) {
 *   const head = { kind: 'linear', classes: 1000 } as const;
 *   const network = await loadFrozenClassifier('resnet50.safetensors', { backbone: resNet({ depth: 50 }), head });
 *   return extractFeatures(network, splits.train, { batchSize: 32 });
 * }
 * ```
 */
export async function loadFrozenClassifier(path: string, options: FrozenClassifierOptions): Promise<RunningClassifier> {
  const { backbone, head = null, size = { height: 224, width: 224 }, statistics = IMAGENET_STATISTICS } = options;
  const { channels } = backbone.settings;
  if (statistics.mean.length !== channels) {
    throw new RangeError(
      `loadFrozenClassifier: \`statistics\` must be of ${channels} channels, as the backbone takes, got ${statistics.mean.length}`,
    );
  }
  const file = await openSafetensors(path);
  const { name: headName = 'fc' } = head ?? {};
  const expected = new Set([
    ...backbone.parameters.map(({ name }) => name),
    ...['weight', 'bias'].map((part) => `${headName}.${part}`),
  ]);
  checkNames(file, (name) => expected.has(name) || name.endsWith('.num_batches_tracked'));
  return runClassifier({
    backbone,
    parameters: await readBackbone(file, backbone),
    head: head && (await readHead(file, head, backbone.featureSize)),
    classes: head?.classes ?? 0,
    image: { ...size, channels },
    standardize: (pixels) => standardizeChannels(pixels, statistics),
  });
}

async function readBackbone(file: SafetensorsFile, { parameters }: Backbone): Promise<StoredParameters> {
  const tensors = new Map<string, StoredTensorOf<'F32'>>();
  for (const { name, shape } of parameters) {
    if (shape.length !== 4) {
      tensors.set(name, await readFloats(file, name, shape));
      continue;
    }
    const { shape: stored, data } = await readFloats(file, name, shape.toReversed());
    tensors.set(name, { dtype: 'F32', shape, data: toChannelsLast(data, stored) });
  }
  return tensors;
}

async function readHead(file: SafetensorsFile, head: FrozenHead, featureSize: number): Promise<ClassifierHead> {
  const { classes, name = 'fc' } = head;
  const { data: weight } = await readFloats(file, `${name}.weight`, [classes, featureSize]);
  const hasBias = file.entries.has(`${name}.bias`);
  if (head.kind === 'linear') {
    const bias = hasBias ? (await readFloats(file, `${name}.bias`, [classes])).data : null;
    return { kind: 'linear', weight, bias, scale: 1 };
  }
  if (!hasBias) return { kind: 'cosine', weight, bias: null, scale: head.scale };
  throw new FileFormatError({
    file: file.path,
    field: `tensor ${name}.bias`,
    expected: 'absent, as the head is a cosine head',
    got: 'one',
  });
}
