import { backendNames } from '@disalign/core';
import type { Peer } from './contestants/contestant.js';
import { startQueuePeer } from './contestants/start-queue-peer.js';
import { startTfjsPeer } from './contestants/start-tfjs-peer.js';
import { startTorchPeer } from './contestants/start-torch-peer.js';
import { startLimitsPeer } from './limits/start-limits-peer.js';

export interface StartPeersOptions {
  readonly threads: readonly number[];
  /** null: without PyTorch. */
  readonly python: string | null;
  readonly allowSoftwareAdapter: boolean;
  /** Whether this engine has relaxed SIMD. */
  readonly hasRelaxedSimd: boolean;
}

/** Starts everyone who can take part; a note says who cannot. */
export async function startPeers(options: StartPeersOptions): Promise<{ peers: Peer[]; notes: string[] }> {
  const { threads, python, allowSoftwareAdapter, hasRelaxedSimd } = options;
  const peers: Peer[] = [];
  const notes: string[] = [];
  const arithmetics = hasRelaxedSimd ? [true, false] : [true];
  for (const count of threads) {
    peers.push(await startLimitsPeer(count));
    for (const deterministic of arithmetics) peers.push(startQueuePeer({ threads: count, deterministic }));
    if (python !== null) peers.push(await startTorchPeer({ python, threads: count }));
  }
  for (const name of backendNames) {
    try {
      const fusedName = name === 'wasm' ? `fused ${hasRelaxedSimd ? 'relaxed' : 'strict'}` : 'fused';
      peers.push(await startTfjsPeer(name, { allowSoftwareAdapter, fusedName }));
    } catch (error) {
      notes.push(`Left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { peers, notes };
}
