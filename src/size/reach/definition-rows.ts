const none: readonly number[] = [];

/**
 * Where the rows of a column begin that are about a definition, which is the first number of each: the column is in the order of
 * definitions, and most have none.
 * @param width numbers in a row
 */
export function rowsOf(column: Uint32Array, width: number, definition: number): readonly number[] {
  const first = firstRow(column, width, definition);
  if (column[first] !== definition) return none;
  const rows = [first];
  for (let row = first + width; column[row] === definition; row += width) rows.push(row);
  return rows;
}

/** The first of them; undefined where there is none. */
export function rowOf(column: Uint32Array, width: number, definition: number): number | undefined {
  const first = firstRow(column, width, definition);
  return column[first] === definition ? first : undefined;
}

function firstRow(column: Uint32Array, width: number, definition: number): number {
  let [low, high] = [0, column.length / width];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle * width] ?? 0) < definition) low = middle + 1;
    else high = middle;
  }
  return low * width;
}
