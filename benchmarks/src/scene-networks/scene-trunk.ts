import { activeConvolution, inSequence, residualBlock, type NetworkLayer } from './network-layer.js';

/** Channels of the maps of the trunk. */
export const trunkChannels = { low: 48, deep: 80 } as const;

/** A trunk in two parts: the second reads what the first gives. */
export interface SceneTrunk {
  /** [N, H, W, 1] -> [N, H / 4, W / 4, 48] */
  readonly low: NetworkLayer;
  /** -> [N, H / 8, W / 8, 80] */
  readonly deep: NetworkLayer;
}

/** The residual trunk of both heads; its last block is dilated, so that a cell sees most of a scene. */
export function sceneTrunk(): SceneTrunk {
  const { low, deep } = trunkChannels;
  return {
    low: inSequence(
      activeConvolution('stem', { from: 1, to: low / 2, size: 5, stride: 2, first: true }),
      activeConvolution('down1', { from: low / 2, to: low, size: 3, stride: 2 }),
      residualBlock('block1', low),
    ),
    deep: inSequence(
      activeConvolution('down2', { from: low, to: deep, size: 3, stride: 2 }),
      residualBlock('block2', deep),
      residualBlock('block3', deep, 2),
    ),
  };
}
