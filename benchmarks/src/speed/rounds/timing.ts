import type { ContestantKind } from '../contestants/contestant.js';
import { quartiles, type Quartiles } from './quartiles.js';

/** One turn: milliseconds of a batch, the mean over the batches of the turn. */
export interface TimingSample {
  readonly round: number;
  readonly milliseconds: number;
}

/** What was measured of a contestant on one task. */
export interface Timing {
  readonly name: string;
  readonly kind: ContestantKind;
  readonly threads: number;
  /** See {@link Contestant.bytes}. */
  readonly bytes?: number;
  readonly firstMilliseconds: number;
  /** Batches of a turn. */
  readonly iterations: number;
  readonly samples: readonly TimingSample[];
}

/** Tells contestants apart: `wasm threads, strict x 2`. */
export function contestantKey({ name, threads }: Pick<Timing, 'name' | 'threads'>): string {
  return `${name} x ${threads}`;
}

/**
 * How many times faster `ours` is than `other`: quartiles of the ratios within each round that both took part in; by bandwidth
 * where one of them moves other bytes. Null where they have no round in common.
 */
export function speedRatio(ours: Timing, other: Timing, taskBytes: number): Quartiles | null {
  const scale = (ours.bytes ?? taskBytes) / (other.bytes ?? taskBytes);
  const times = new Map(other.samples.map(({ round, milliseconds }) => [round, milliseconds]));
  const ratios = ours.samples.flatMap(({ round, milliseconds }) => {
    const theirs = times.get(round);
    return theirs === undefined ? [] : [(scale * theirs) / milliseconds];
  });
  return ratios.length === 0 ? null : quartiles(ratios);
}

/** The one with the least median time; undefined of none. They move the same bytes. */
export function fastest<T extends Timing>(timings: readonly T[]): T | undefined {
  const median = ({ samples }: Timing) => quartiles(samples.map(({ milliseconds }) => milliseconds)).median;
  return timings.toSorted((a, b) => median(a) - median(b)).at(0);
}
