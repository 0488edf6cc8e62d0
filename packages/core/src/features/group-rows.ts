/** Rows of each class that has any, in class order. Rows with a negative label belong to none. */
export function groupRows(labels: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  labels.forEach((label, row) => {
    if (label < 0) return;
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [row]);
    else rows.push(row);
  });
  return new Map([...groups].sort(([a], [b]) => a - b));
}
