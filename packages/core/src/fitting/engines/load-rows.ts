import type { FeatureSource } from '../../features/feature-source.js';
import { type ReadOfFile, type ReadOfModule, type RowReader, startRowReader } from '../../features/start-row-reader.js';
import type { RowArrays } from '../../kernels/threads/align-queue.js';
import { copyRows, type RowRequest } from '../copy-rows.js';

/** Rows to be loaded, and their labels. */
export interface LabelledRowRequest extends RowRequest {
  /** [N] of the whole source. */
  readonly labels: Int32Array;
}

/** Brings rows of a source into arrays of a memory. */
export interface RowLoader {
  load(request: LabelledRowRequest, into: RowArrays): Promise<void>;
  close(): Promise<void>;
}

/** Loads rows that another thread finds by a thread of its own, others through the source. Without features no features are loaded. */
export function loadRows(source: FeatureSource, memory: WebAssembly.Memory): RowLoader {
  const isShared = !(memory.buffer instanceof ArrayBuffer);
  let reader: RowReader | undefined;
  return {
    async load(request, into) {
      for (const { start, end, to } of request.ranges) into.labels.set(request.labels.subarray(start, end), to);
      const reads = isShared ? placedReads(source, request, into) : null;
      if (reads === null) return copyRows(source, request, into);
      reader ??= startRowReader(memory);
      return reader.read(reads);
    },
    async close() {
      await reader?.close();
    },
  };
}

/** What a reader has to read; null where it does not find some of the rows. */
function placedReads(
  source: FeatureSource,
  { ranges, view }: RowRequest,
  into: RowArrays,
): (ReadOfFile | ReadOfModule)[] | null {
  const { classes, featureSize } = source;
  const wantsFeatures = into.features.length > 0;
  const reads: (ReadOfFile | ReadOfModule)[] = [];
  for (const range of ranges) {
    let logitsTo = into.logits.byteOffset + 4 * range.to * classes;
    let featuresTo = into.features.byteOffset + 4 * range.to * featureSize;
    const located = source.locate?.(range, view) ?? null;
    if (located === null) return null;
    for (const place of located) {
      const [logitBytes, featureBytes] = [4 * place.rows * classes, 4 * place.rows * featureSize];
      if ('module' in place) reads.push({ ...place, logitsTo, featuresTo: wantsFeatures ? featuresTo : null });
      else {
        reads.push({ place: place.logits, bytes: logitBytes, to: logitsTo });
        if (wantsFeatures) reads.push({ place: place.features, bytes: featureBytes, to: featuresTo });
      }
      logitsTo += logitBytes;
      featuresTo += featureBytes;
    }
  }
  return reads;
}
