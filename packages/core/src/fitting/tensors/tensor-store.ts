import * as tf from '@tensorflow/tfjs';
import type { FeatureSource, RowRange } from '../../features/feature-source.js';
import type { AlignTensors } from '../../kernels/align-composed.js';
import { copyRows, placeInTurn } from '../copy-rows.js';
import type { Standardization } from '../parameter-vector.js';
import { countRows, placesIn, type RowStore } from '../row-store.js';
import { standardizeSource } from './standardize-source.js';

// N rows of a source, K classes, D features.

/** Rows as tensors of the backend that runs. */
export interface TensorRows {
  readonly tensors: Pick<AlignTensors, 'features' | 'logits' | 'labels'>;
  /** Where rows of the source stand in the tensors. */
  places(rows: Int32Array): Int32Array;
}

/** Brings rows of a source to the device. */
export interface TensorStore extends RowStore<TensorRows> {
  /** Frees all rows. */
  close(): Promise<void>;
}

/** A source up to so large is uploaded once, and stays. */
const MOST_RESIDENT_BYTES = 2 ** 30;

/**
 * Keeps all views of a source on the device if they find room there, else the pool that is computed with and the next.
 * Features are standardised; without a confidence layer there are none.
 */
export function tensorStore(
  source: FeatureSource,
  confidence: Standardization | null,
  mostResidentBytes = MOST_RESIDENT_BYTES,
): TensorStore {
  const { rows, views, classes } = source;
  const featureSize = confidence ? source.featureSize : 0;
  const standard = confidence ? standardizeSource(source, confidence) : source;
  const largest = 4 * rows * Math.max(classes, featureSize);
  const bytes = 4 * rows * views * (classes + featureSize);
  const isResident = bytes <= mostResidentBytes && largest <= mostBytesOfTensor();
  const all: RowRange[] = [{ start: 0, end: rows }];
  const resident: Promise<TensorRows>[] = [];
  const pools: Promise<TensorRows>[] = [];
  const upload = (ranges: readonly RowRange[], view: number) => uploadRows(standard, { ranges, view, featureSize });
  return {
    source,
    load({ ranges }, view) {
      if (isResident) return (resident[view] ??= upload(all, view));
      // The pool before the last is done with when another is loaded.
      while (pools.length > 1) void disposeRows(pools.shift());
      const pool = upload(ranges, view);
      pools.push(pool);
      return pool;
    },
    async close() {
      await Promise.all([...resident.splice(0), ...pools.splice(0)].map(disposeRows));
    },
  };
}

async function uploadRows(
  source: FeatureSource,
  { ranges, view, featureSize }: { ranges: readonly RowRange[]; view: number; featureSize: number },
): Promise<TensorRows> {
  const rows = countRows(ranges);
  const features = new Float32Array(rows * featureSize);
  const logits = new Float32Array(rows * source.classes);
  await copyRows(source, { ranges: placeInTurn(ranges), view }, { features, logits });
  const labels = labelsIn(ranges, await source.labels());
  return {
    tensors: {
      features: tf.tensor2d(features, [rows, featureSize]),
      logits: tf.tensor2d(logits, [rows, source.classes]),
      labels: tf.tensor1d(labels, 'int32'),
    },
    places: (batch) => placesIn(ranges, batch),
  };
}

function labelsIn(ranges: readonly RowRange[], labels: Int32Array): Int32Array {
  const chosen = new Int32Array(countRows(ranges));
  let place = 0;
  for (const { start, end } of ranges) {
    chosen.set(labels.subarray(start, end), place);
    place += end - start;
  }
  return chosen;
}

async function disposeRows(rows: Promise<TensorRows> | undefined): Promise<void> {
  // Rows that failed to load have no tensors; whoever waited for them has been told.
  const loaded = await rows?.catch(() => undefined);
  if (loaded) tf.dispose({ ...loaded.tensors });
}

/** What one buffer may hold: WebGPU computes nothing, and says nothing, where a tensor is larger. */
function mostBytesOfTensor(): number {
  const backend: object = tf.backend();
  return 'device' in backend ? (backend.device as GPUDevice).limits.maxStorageBufferBindingSize : Infinity;
}
