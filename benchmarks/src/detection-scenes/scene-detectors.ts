import type { NamedParameters, ParameterDescription } from '@disalign/classification';
import { classifierParameters, regionNetworkParameters, type BoxHeadKind } from './region-network.js';

/** How images are drawn in the training of a classifier: each as likely, or those of rare classes more often (repeat-factor sampling). */
export type SceneSampler = 'plain' | 'rfs';

/** A box head: its classifier. Boxes, masks and features are those of the network, which the four heads of a seed share. */
export interface SceneDetector {
  readonly name: string;
  readonly kind: BoxHeadKind;
  readonly sampler: SceneSampler;
}

/** The four box heads of each seed. */
export const sceneDetectors: readonly SceneDetector[] = [
  { name: 'linear-plain', kind: 'linear', sampler: 'plain' },
  { name: 'cosine-plain', kind: 'cosine', sampler: 'plain' },
  { name: 'linear-rfs', kind: 'linear', sampler: 'rfs' },
  { name: 'cosine-rfs', kind: 'cosine', sampler: 'rfs' },
];

/** How many of what a network has. */
export interface DetectorShape {
  readonly classes: number;
  /** Of the maps. */
  readonly channels: number;
}

/** Parameters of a network and its four heads, on a backend. */
export type DetectorParameters = NamedParameters;

/** All parameters of the detectors of a seed. */
export function detectorParameters({ classes, channels }: DetectorShape): ParameterDescription[] {
  return [
    ...regionNetworkParameters(channels),
    ...sceneDetectors.flatMap(({ name, kind }) => classifierParameters(name, kind, classes)),
  ];
}
