type Column = Uint8Array | Uint32Array | Float64Array;

/** A column of numbers that takes more. */
export interface Growing<T extends Column> {
  /** May be longer than what is in it; another one after it grew, but for a `bounded` column. */
  values: T;
  length: number;
  push(value: number): void;
}

export function growing<T extends Column>(make: (length: number) => T, room: number): Growing<T> {
  const column: Growing<T> = {
    values: make(room),
    length: 0,
    push: (value) => {
      if (column.length === column.values.length) {
        const larger = make(column.length * 2);
        larger.set(column.values);
        column.values = larger;
      }
      column.values[column.length] = value;
      column.length += 1;
    },
  };
  return column;
}

/**
 * The same where it is known how much there may be at the most: it stays the same column, and what is never written takes no memory.
 * @param values zeros
 */
export function bounded<T extends Column>(values: T): Growing<T> {
  const column: Growing<T> = {
    values,
    length: 0,
    push: (value) => {
      if (column.length === values.length) throw new RangeError(`a column of ${values.length} is full`);
      values[column.length] = value;
      column.length += 1;
    },
  };
  return column;
}
