/**
 * Where the rows of a column begin that are about a definition, which is the first number of each: the column is in the order of
 * definitions, and most have none. There are such rows as long as they begin with the definition.
 * @param width numbers in a row
 */
export function firstRow(column: Uint32Array, width: number, definition: number): number {
  let low = 0;
  let high = column.length / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle * width] ?? 0) < definition) low = middle + 1;
    else high = middle;
  }
  return low * width;
}
