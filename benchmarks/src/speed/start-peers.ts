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
  const peers: Peer[] = [];
  const notes: string[] = [];
  for (const start of startersOf(options)) {
    try {
      peers.push(await start());
    } catch (error) {
      notes.push(`Left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { peers, notes };
}

type Starter = () => Peer | Promise<Peer>;

function startersOf({ threads, python, allowSoftwareAdapter, hasRelaxedSimd }: StartPeersOptions): Starter[] {
  const arithmetics = hasRelaxedSimd ? [false, true] : [true];
  const fusedName = (name: string) => (name === 'wasm' ? `fused ${hasRelaxedSimd ? 'relaxed' : 'strict'}` : 'fused');
  return [
    ...threads.flatMap((count): Starter[] => [
      () => startLimitsPeer(count),
      ...arithmetics.map((deterministic) => () => startQueuePeer({ threads: count, deterministic })),
      ...(python === null ? [] : [() => startTorchPeer({ python, threads: count })]),
    ]),
    ...backendNames.map((name) => () => startTfjsPeer(name, { allowSoftwareAdapter, fusedName: fusedName(name) })),
  ];
}
