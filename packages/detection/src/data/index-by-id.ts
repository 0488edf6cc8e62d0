import { recordError, type JsonRecord, type RecordPlace } from './record-checks.js';

/** Sorts by id. @throws FileFormatError on a second record of one id, unless the last wins */
export function indexById<T extends { readonly id: number }>(
  records: readonly T[],
  { file, section, lastWins }: { readonly file: string; readonly section: string; readonly lastWins: boolean },
): T[] {
  const byId = new Map<number, T>();
  for (const [index, record] of records.entries()) {
    if (byId.has(record.id) && !lastWins) {
      throw recordError({ file, section, index }, record, { field: 'id', expected: 'its own', got: record.id });
    }
    byId.set(record.id, record);
  }
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/**
 * Rows with one id each. The official code looks every record up by its id: two of one id are twice the last one.
 *
 * @throws FileFormatError on a second record of one id, unless the last wins
 */
export function rowsByLastId(
  rows: readonly number[],
  ids: Float64Array,
  from: { readonly place: RecordPlace; readonly records: readonly JsonRecord[]; readonly lastWins: boolean },
): number[] {
  const last = new Map<number, number>();
  for (let index = 0; index < ids.length; index++) {
    if (last.has(ids[index]) && !from.lastWins) {
      const place = { ...from.place, index };
      throw recordError(place, from.records[index], { field: 'id', expected: 'its own', got: ids[index] });
    }
    last.set(ids[index], index);
  }
  return rows.map((row) => last.get(ids[row]) ?? row);
}
