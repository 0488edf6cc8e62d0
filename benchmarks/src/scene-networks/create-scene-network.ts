import { asppNetwork } from './aspp-network.js';
import { fcnNetwork } from './fcn-network.js';
import type { SceneHead, SceneNetwork } from './scene-network.js';

/** The network with this head. */
export function createSceneNetwork(head: SceneHead): SceneNetwork {
  return head === 'fcn' ? fcnNetwork() : asppNetwork();
}
