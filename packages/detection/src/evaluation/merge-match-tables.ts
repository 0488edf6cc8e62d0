import { areaNames } from './evaluation-grid.js';
import { matchTable, type MatchRows, type MatchTable } from './match-table.js';

/**
 * One table from tables of parts of the images, evaluated apart: the table that one pass over all images gives.
 *
 * @throws RangeError when there is none, when they differ in IoU type or categories, or when an image is in two of them
 * @example
 * import { evaluateCoco, groundTruthFromJson, detectionsFromJson, mergeMatchTables, summarizeCoco } from '@disalign/detection';
 * const parts = [1, 2].map((id) => {
 *   const annotations = [{ id, image_id: id, category_id: 3, bbox: [1, 1, 2, 2], area: 4, iscrowd: 0 }];
 *   const json = { images: [{ id, height: 4, width: 6 }], annotations, categories: [{ id: 3, name: 'cat' }] };
 *   const truth = groundTruthFromJson(json, { format: 'coco' });
 *   const results = [{ image_id: id, category_id: 3, bbox: [1, 1, 2, 2], score: 0.9 }];
 *   return evaluateCoco(truth, detectionsFromJson(results, truth)).matches;
 * });
 * summarizeCoco(mergeMatchTables(parts)).AR100; // 1
 */
export function mergeMatchTables(tables: readonly MatchTable[]): MatchTable {
  checkTables(tables);
  const [{ iouType, categories }] = tables;
  const images = Float64Array.from(tables.flatMap((table) => [...table.images])).sort();
  const truths = new Float64Array(categories.length * areaNames.length);
  for (const table of tables) for (let at = 0; at < truths.length; at++) truths[at] += table.truths[at];
  return matchTable(concatenate(tables), { iouType, categories, images, truths });
}

function checkTables(tables: readonly MatchTable[]): void {
  const fail = (rule: string, got: string) => new RangeError(`mergeMatchTables: \`tables\` must ${rule}, got ${got}`);
  if (tables.length === 0) throw fail('hold at least one table', 'none');
  const ids = ({ categories }: MatchTable) => categories.map(({ id }) => id).join();
  const [first] = tables;
  const seen = new Set<number>();
  for (const table of tables) {
    if (table.iouType !== first.iouType) throw fail('have one IoU type', `${first.iouType} and ${table.iouType}`);
    if (ids(table) !== ids(first)) throw fail('have the same categories', 'others');
    for (const id of table.images) {
      if (seen.has(id)) throw fail('be of disjoint images', `image ${id} twice`);
      seen.add(id);
    }
  }
}

/** The columns of all tables, one behind the other. */
function concatenate(tables: readonly MatchTable[]): MatchRows {
  const length = tables.reduce((sum, { scores }) => sum + scores.length, 0);
  const areas = areaNames.length;
  const rows = {
    length,
    categories: new Int32Array(length),
    scores: new Float64Array(length),
    imageIds: new Float64Array(length),
    ranks: new Int32Array(length),
    found: new Uint16Array(areas * length),
    ignored: new Uint16Array(areas * length),
  };
  let at = 0;
  for (const table of tables) {
    for (let k = 0; k < table.categories.length; k++) {
      rows.categories.fill(k, at + table.starts[k], at + table.starts[k + 1]);
    }
    rows.scores.set(table.scores, at);
    rows.imageIds.set(table.imageIds, at);
    rows.ranks.set(table.ranks, at);
    rows.found.set(table.found, areas * at);
    rows.ignored.set(table.ignored, areas * at);
    at += table.scores.length;
  }
  return rows;
}
